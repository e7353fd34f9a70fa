#include "serve/openapi.h"

namespace mmim {

namespace {

constexpr const char* kComponents = R"json({
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
})json";

}  // namespace

Json openapi_components() { return Json::parse(kComponents); }

}  // namespace mmim
