# Puts the sources of report.html, src/report/page, into the program as text.
#
# Run as a script (cmake -DFOLDER=... -DSCRIPTS=... -DOUTPUT=... -P) it writes the source file that holds them.
if(CMAKE_SCRIPT_MODE_FILE)
  function(mmim_text name)
    set(text "")
    foreach(file ${ARGN})
      file(READ ${FOLDER}/${file} part)
      string(APPEND text "${part}")
    endforeach()
    file(APPEND ${OUTPUT}.part "const char* const ${name} = R\"page(${text})page\";\n")
  endfunction()
  file(WRITE ${OUTPUT}.part "#include \"report/forms/page.h\"\n\nnamespace mmim {\n\n")
  mmim_text(kPageLayout layout.html)
  mmim_text(kPageStyle style.css)
  string(REPLACE " " ";" _scripts "${SCRIPTS}")
  mmim_text(kPageScript ${_scripts})
  file(APPEND ${OUTPUT}.part "\n}  // namespace mmim\n")
  file(RENAME ${OUTPUT}.part ${OUTPUT})
  return()
endif()

include(floors)
set(_page ${PROJECT_SOURCE_DIR}/src/report/page)
set(_scripts dom.js values.js table.js chart.js bars.js means.js comparison.js curves.js analyses.js classes.js cases.js page.js)
set(_page_source ${PROJECT_BINARY_DIR}/report_page_text.cpp)
list(TRANSFORM _scripts PREPEND ${_page}/ OUTPUT_VARIABLE _script_files)
string(REPLACE ";" " " _script_names "${_scripts}")
add_custom_command(
  OUTPUT ${_page_source}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${_page} "-DSCRIPTS=${_script_names}" -DOUTPUT=${_page_source} -P
          ${PROJECT_SOURCE_DIR}/cmake/report_page.cmake
  DEPENDS ${_script_files} ${_page}/layout.html ${_page}/style.css ${PROJECT_SOURCE_DIR}/cmake/report_page.cmake
  VERBATIM)
add_custom_target(report_page DEPENDS ${_page_source}) # alone: it waits for no library
foreach(_report mmim_report mmim_report_sanitized)
  if(TARGET ${_report})
    add_dependencies(${_report} report_page)
    target_sources(${_report} PRIVATE ${_page_source})
  endif()
endforeach()
