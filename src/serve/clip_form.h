#pragma once
#include <string>
#include <string_view>

#include "http/message.h"

namespace mmim {

/// A clip that came with a request, as a form of multipart/form-data. Views point into the body of the request.
struct ClipForm {
  std::string_view clip;   ///< the field `file`
  std::string text;        ///< what is said in it; may be empty
  std::string_view words;  ///< a file with the times of the words; empty: none
  std::string model;       ///< the field `model`
};

/// Whether a request brings a form.
bool is_form(const HttpRequest& request);

/// HttpError 400 for what is no form, 422 for fields that are unknown, missing or there twice.
ClipForm read_clip_form(const HttpRequest& request);

}  // namespace mmim
