# The pages inside the program: report.html, and the page of `mmim serve`, which looks as the former.
include(floors)
include(page_text)
set(_scripts dom.js values.js table.js chart.js bars.js means.js comparison.js curves.js analyses.js classes.js cases.js
             page.js)
list(TRANSFORM _scripts PREPEND report/page/)
mmim_page_text(
  report_page
  TARGETS mmim_report mmim_report_sanitized
  HEADER report/forms/page.h
  PREFIX kPage
  LAYOUT report/page/layout.html
  STYLES report/page/style.css
  SCRIPTS ${_scripts})
mmim_page_text(
  serve_page
  TARGETS mmim_serve
  HEADER serve/page.h
  PREFIX kServePage
  LAYOUT serve/page/layout.html
  STYLES report/page/style.css serve/page/serve.css
  SCRIPTS report/page/dom.js report/page/chart.js serve/page/drawings.js serve/page/answer.js serve/page/server.js
          serve/page/input.js serve/page/page.js)
