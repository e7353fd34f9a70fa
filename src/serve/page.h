#pragma once
#include "http/message.h"

namespace mmim {

/// The page for people: one HTML file that asks POST /explain and GET /info of this server and nothing else. Its
/// Content-Security-Policy names its style and its script by their SHA-256, so that no other runs.
HttpResponse serve_page();

/// The sources of the page as they were when the program was built: layout.html with {{places}}, style and script.
extern const char* const kServePageLayout;
extern const char* const kServePageStyle;
extern const char* const kServePageScript;

}  // namespace mmim
