# program_sha256(): a hash of the sources that determine the numbers of a run, so that a finished cell of an experiment
# is known to be of this program. Pages, commands and the reading of other people's weights do not count.
#
# Run as a script (cmake -DFILES=... -DROOT=... -DOUTPUT=... -P) it writes the source file that holds the hash.
if(CMAKE_SCRIPT_MODE_FILE)
  set(all "")
  file(STRINGS ${FILES} sources)
  foreach(source IN LISTS sources)
    file(SHA256 ${ROOT}/${source} hash)
    string(APPEND all "${hash} ${source}\n")
  endforeach()
  string(SHA256 hash "${all}")
  file(WRITE ${OUTPUT} "#include \"predict/program.h\"\n\nnamespace mmim {\n\n"
                       "std::string program_sha256() { return \"${hash}\"; }\n\n}  // namespace mmim\n")
  return()
endif()

include(floors)
set(_floors core text metrics corpus tensor kernels data nn information losses models predict train)
set(_sources "")
foreach(_floor IN LISTS _floors)
  if(NOT TARGET mmim_${_floor})
    message(FATAL_ERROR "cmake/program_hash.cmake names the floor ${_floor}, which does not exist")
  endif()
  file(GLOB_RECURSE _files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src/${_floor}/*.cpp
       ${PROJECT_SOURCE_DIR}/src/${_floor}/*.h ${PROJECT_SOURCE_DIR}/src/${_floor}/*.cu)
  list(APPEND _sources ${_files})
endforeach()
list(SORT _sources)
string(REPLACE ";" "\n" _lines "${_sources}")
set(_list ${PROJECT_BINARY_DIR}/program_sources.txt)
file(CONFIGURE OUTPUT ${_list} CONTENT "${_lines}\n")
set(_hash_source ${PROJECT_BINARY_DIR}/program_hash.cpp)
list(TRANSFORM _sources PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE _absolute)
add_custom_command(
  OUTPUT ${_hash_source}
  COMMAND ${CMAKE_COMMAND} -DFILES=${_list} -DROOT=${PROJECT_SOURCE_DIR} -DOUTPUT=${_hash_source} -P
          ${PROJECT_SOURCE_DIR}/cmake/program_hash.cmake
  DEPENDS ${_absolute} ${_list} ${PROJECT_SOURCE_DIR}/cmake/program_hash.cmake
  VERBATIM)
add_custom_target(program_hash DEPENDS ${_hash_source}) # alone: it waits for no library
add_dependencies(mmim_predict program_hash)
target_sources(mmim_predict PRIVATE ${_hash_source})
