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
  }
})json";

}  // namespace

Json openapi() {
  Json description = Json::parse(kDescription);
  description["info"]["version"] = program_version();
  description["components"] = openapi_components();
  return description;
}

}  // namespace mmim
