#include "serve/clip_form.h"

#include <set>

#include "http/multipart.h"
#include "http/problem.h"

namespace mmim {

bool is_form(const HttpRequest& request) {
  const auto type = request.header("content-type");
  return type && media_type(*type) == "multipart/form-data";
}

ClipForm read_clip_form(const HttpRequest& request) {
  ClipForm form;
  std::set<std::string> seen;
  for (const FormPart& part : parse_multipart(request.body.bytes(), *request.header("content-type"))) {
    if (!seen.insert(part.name).second) throw HttpError(422, "the field `" + part.name + "` is there twice");
    if (part.name == "file")
      form.clip = part.content;
    else if (part.name == "words")
      form.words = part.content;
    else if (part.name == "text")
      form.text = part.content;
    else if (part.name == "model")
      form.model = part.content;
    else
      throw HttpError(422, "there is no field `" + part.name + "`; fields are file, text, words and model");
  }
  if (form.clip.empty()) throw HttpError(422, "the field `file` is missing, or its clip is empty");
  return form;
}

}  // namespace mmim
