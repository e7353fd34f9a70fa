#include "serve/page.h"
#include "serve/service.h"

namespace mmim {

void add_page_routes(Router& router) {
  router.add("GET", "/", [page = serve_page()](const HttpCall& call) { call.answer(page); });
}

}  // namespace mmim
