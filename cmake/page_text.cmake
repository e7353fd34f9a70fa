# Puts the sources of a page, HTML, CSS and JavaScript, into the program as text.
#
# mmim_page_text(NAME TARGETS target... HEADER file PREFIX k LAYOUT file STYLES file... SCRIPTS file...)
# Files stand below src/. HEADER declares kLayout, kStyle and kScript with PREFIX in place of k. One file may serve
# several pages.
# Run as a script (cmake -DFOLDER=... -DOUTPUT=... -DHEADER=... -P) it writes the source file that holds them.
if(CMAKE_SCRIPT_MODE_FILE)
  function(mmim_text name)
    set(text "")
    foreach(file ${ARGN})
      file(READ ${FOLDER}/${file} part)
      string(APPEND text "${part}")
    endforeach()
    file(APPEND ${OUTPUT}.part "const char* const ${name} = R\"page(${text})page\";\n")
  endfunction()
  file(WRITE ${OUTPUT}.part "#include \"${HEADER}\"\n\nnamespace mmim {\n\n")
  string(REPLACE " " ";" _styles "${STYLES}")
  string(REPLACE " " ";" _scripts "${SCRIPTS}")
  mmim_text(${PREFIX}Layout ${LAYOUT})
  mmim_text(${PREFIX}Style ${_styles})
  mmim_text(${PREFIX}Script ${_scripts})
  file(APPEND ${OUTPUT}.part "\n}  // namespace mmim\n")
  file(RENAME ${OUTPUT}.part ${OUTPUT})
  return()
endif()

include_guard()
function(mmim_page_text name)
  cmake_parse_arguments(page "" "HEADER;PREFIX;LAYOUT" "TARGETS;STYLES;SCRIPTS" ${ARGN})
  set(folder ${PROJECT_SOURCE_DIR}/src)
  set(source ${PROJECT_BINARY_DIR}/${name}_text.cpp)
  list(TRANSFORM page_STYLES PREPEND ${folder}/ OUTPUT_VARIABLE style_files)
  list(TRANSFORM page_SCRIPTS PREPEND ${folder}/ OUTPUT_VARIABLE script_files)
  string(REPLACE ";" " " styles "${page_STYLES}")
  string(REPLACE ";" " " scripts "${page_SCRIPTS}")
  set(writer ${PROJECT_SOURCE_DIR}/cmake/page_text.cmake)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${source} -DHEADER=${page_HEADER} -DPREFIX=${page_PREFIX}
            -DLAYOUT=${page_LAYOUT} "-DSTYLES=${styles}" "-DSCRIPTS=${scripts}" -P ${writer}
    DEPENDS ${folder}/${page_LAYOUT} ${style_files} ${script_files} ${writer}
    VERBATIM)
  add_custom_target(${name} DEPENDS ${source}) # alone: it waits for no library
  foreach(target IN LISTS page_TARGETS)
    if(TARGET ${target})
      add_dependencies(${target} ${name})
      target_sources(${target} PRIVATE ${source})
    endif()
  endforeach()
endfunction()
