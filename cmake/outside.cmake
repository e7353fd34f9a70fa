# The outside libraries that cmake/floors.cmake names, but for LibTorch: one target each. The build includes this file,
# and so does the installed mmimConfig.cmake. What is not found gets no target, and whoever includes this file says so.
if(TARGET mmim_json)
  return()
endif()
find_package(Threads)
find_package(PkgConfig)

function(mmim_outside name)
  add_library(mmim_${name} INTERFACE IMPORTED)
  target_link_libraries(mmim_${name} INTERFACE ${ARGN})
endfunction()

function(mmim_outside_from_pkg_config name)
  string(TOUPPER mmim_${name} prefix)
  pkg_check_modules(${prefix} IMPORTED_TARGET ${ARGN})
  if(${prefix}_FOUND)
    mmim_outside(${name} PkgConfig::${prefix})
  endif()
endfunction()

mmim_outside_from_pkg_config(hdf5 hdf5)
mmim_outside_from_pkg_config(zip libzip)
mmim_outside_from_pkg_config(unpack zlib liblzma)
mmim_outside_from_pkg_config(icu icu-uc icu-i18n)
find_package(Eigen3)
if(TARGET Eigen3::Eigen)
  mmim_outside(eigen Eigen3::Eigen)
endif()
foreach(_headers json toml cli11 boost) # header only, in the system's include path
  mmim_outside(${_headers})
endforeach()
