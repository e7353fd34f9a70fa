#include "serve/openapi.h"

#include "core/version.h"

namespace mmim {

namespace {

constexpr const char* kDescription = R"json({
  "openapi": "3.1.0",
  "info": {
    "title": "mmim",
    "description": "Sentiment of utterances from text, visual and acoustic rows.",
    "version": ""
  },
  "security": [{}, {"bearer": []}, {"key": []}],
  "paths": {
    "/": {
      "get": {
        "operationId": "page",
        "summary": "The page for people",
        "responses": {
          "200": {"description": "HTML", "content": {"text/html": {"schema": {"type": "string"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/predict": {
      "post": {
        "operationId": "predict",
        "summary": "Scores of one utterance or of a list",
        "parameters": [{"$ref": "#/components/parameters/model"}],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "oneOf": [
                  {"$ref": "#/components/schemas/Utterance"},
                  {"type": "array", "items": {"$ref": "#/components/schemas/Utterance"}}
                ]
              },
              "example": {"text": "what a great film"}
            }
          }
        },
        "responses": {
          "200": {
            "description": "An answer, or a list of answers in the order of the utterances",
            "content": {
              "application/json": {
                "schema": {
                  "oneOf": [
                    {"$ref": "#/components/schemas/Answer"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/Answer"}}
                  ]
                }
              }
            }
          },
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/explain": {
      "post": {
        "operationId": "explain",
        "summary": "The score of an utterance, without each modality and without each word",
        "parameters": [{"$ref": "#/components/parameters/model"}],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/Utterance"},
              "example": {"text": "what a great film"}
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer, and what each part does to the score",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Explanation"}}}
          },
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/info": {
      "get": {
        "operationId": "info",
        "summary": "The models that are served",
        "responses": {
          "200": {"description": "Program and models", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/health": {
      "get": {
        "operationId": "health",
        "summary": "Whether the process lives",
        "responses": {
          "200": {"description": "It does", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/ready": {
      "get": {
        "operationId": "ready",
        "summary": "Whether requests for scores are answered",
        "responses": {
          "200": {"description": "They are", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/metrics": {
      "get": {
        "operationId": "metrics",
        "summary": "Counters, gauges and histograms in Prometheus' text format",
        "responses": {
          "200": {"description": "The numbers", "content": {"text/plain": {"schema": {"type": "string"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/openapi.json": {
      "get": {
        "operationId": "openapi",
        "summary": "This description",
        "responses": {
          "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v2": {
      "get": {
        "operationId": "server_metadata",
        "summary": "Open Inference Protocol: the server",
        "responses": {
          "200": {"description": "Name, version, extensions", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Error"}
        }
      }
    },
    "/v2/health/live": {
      "get": {
        "operationId": "server_live",
        "summary": "Open Inference Protocol: whether the process lives",
        "responses": {
          "200": {"description": "It does", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Error"}
        }
      }
    },
    "/v2/health/ready": {
      "get": {
        "operationId": "server_ready",
        "summary": "Open Inference Protocol: whether all models can be asked",
        "responses": {
          "200": {"description": "They can", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Error"}
        }
      }
    },
    "/v2/models/{model}": {
      "parameters": [{"$ref": "#/components/parameters/place"}],
      "get": {
        "operationId": "model_metadata",
        "summary": "Open Inference Protocol: inputs and outputs of a model",
        "responses": {
          "200": {"description": "The tensors", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Error"}
        }
      }
    },
    "/v2/models/{model}/ready": {
      "parameters": [{"$ref": "#/components/parameters/place"}],
      "get": {
        "operationId": "model_ready",
        "summary": "Open Inference Protocol: whether a model can be asked",
        "responses": {
          "200": {"description": "It can", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Error"}
        }
      }
    },
    "/v2/models/{model}/infer": {
      "parameters": [{"$ref": "#/components/parameters/place"}],
      "post": {
        "operationId": "model_infer",
        "summary": "Open Inference Protocol: tensors in, tensors out, in JSON or as bytes behind it",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/InferenceRequest"},
              "example": {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["what a great film"]}]}
            }
          }
        },
        "responses": {
          "200": {"description": "The outputs", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Error"}
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "bearer": {"type": "http", "scheme": "bearer"},
      "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}
    },
    "parameters": {
      "model": {
        "name": "model",
        "in": "query",
        "required": false,
        "description": "Name of the model; needed where several are served",
        "schema": {"type": "string"}
      },
      "place": {"name": "model", "in": "path", "required": true, "schema": {"type": "string"}}
    },
    "responses": {
      "Problem": {
        "description": "What is wrong (RFC 9457)",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Error": {
        "description": "What is wrong",
        "content": {
          "application/json": {
            "schema": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
          }
        }
      }
    },
    "schemas": {
      "Rows": {
        "type": "array",
        "description": "Rows of features over time; null and NaN are replaced as in the training data",
        "items": {"type": ["array", "null"], "items": {"type": ["number", "null"]}}
      },
      "Utterance": {
        "type": "object",
        "description": "At least one of text, visual and acoustic",
        "properties": {
          "id": {"description": "Comes back with the answer"},
          "text": {"type": ["string", "null"]},
          "context": {"type": ["string", "null"], "description": "What was said before"},
          "visual": {"anyOf": [{"$ref": "#/components/schemas/Rows"}, {"type": "null"}]},
          "acoustic": {"anyOf": [{"$ref": "#/components/schemas/Rows"}, {"type": "null"}]},
          "model": {"type": "string"}
        }
      },
      "Answer": {
        "type": "object",
        "required": ["score", "scores"],
        "properties": {
          "id": {},
          "score": {"type": "number", "description": "Sentiment on the scale of the labels"},
          "interval": {
            "type": "array",
            "description": "Holds the truth of 90 % of new utterances, were they as those of validation",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2
          },
          "scores": {
            "type": "object",
            "description": "What the model says of each modality; of MMIM the contrast, -1 to 1",
            "additionalProperties": {"type": ["number", "null"]}
          },
          "remarks": {"type": "array", "items": {"type": "string"}},
          "mark": {"type": "string", "description": "What must be said beside every score of this model"}
        }
      },
      "Explanation": {
        "type": "object",
        "required": ["answer", "without", "words"],
        "properties": {
          "answer": {"$ref": "#/components/schemas/Answer"},
          "without": {
            "type": "object",
            "description": "For each modality that is there",
            "additionalProperties": {
              "type": "object",
              "properties": {
                "score": {"type": "number", "description": "Without the modality"},
                "effect": {"type": "number", "description": "The score less that one"}
              }
            }
          },
          "words": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "word": {"type": "string"},
                "first": {"type": "integer", "description": "First character, counted from 0"},
                "last": {"type": "integer", "description": "Character behind the last one"},
                "effect": {"type": ["number", "null"], "description": "The score less the one without the word; null: not read"}
              }
            }
          }
        }
      },
      "Problem": {
        "type": "object",
        "required": ["title", "status", "detail", "request_id"],
        "properties": {
          "type": {"type": "string"},
          "title": {"type": "string"},
          "status": {"type": "integer"},
          "detail": {"type": "string"},
          "request_id": {"type": "string"}
        }
      },
      "InferenceRequest": {
        "type": "object",
        "required": ["inputs"],
        "properties": {
          "id": {"type": "string"},
          "inputs": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["name", "shape", "datatype"],
              "properties": {
                "name": {"type": "string"},
                "shape": {"type": "array", "items": {"type": "integer"}},
                "datatype": {"type": "string", "enum": ["BYTES", "FP32", "FP64", "INT32", "INT64"]},
                "data": {"type": "array"}
              }
            }
          },
          "outputs": {"type": "array", "items": {"type": "object"}}
        }
      }
    }
  }
})json";

}  // namespace

Json openapi() {
  Json description = Json::parse(kDescription);
  description["info"]["version"] = program_version();
  return description;
}

}  // namespace mmim
