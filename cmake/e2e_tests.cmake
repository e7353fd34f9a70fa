# Every script of tests/e2e is one test of the built program. It runs in an empty folder of its own, which is also its
# TMPDIR, and finds the program as $MMIM and a Python with tests/requirements.txt as $MMIM_PYTHON.
function(mmim_e2e_test script)
  cmake_path(GET script FILENAME file)
  set(scratch ${PROJECT_BINARY_DIR}/e2e/${file})
  set(interpreter bash)
  if(file MATCHES "\\.py$")
    set(interpreter ${MMIM_PYTHON} -B)
  endif()
  add_test(NAME e2e.${file} COMMAND bash ${PROJECT_SOURCE_DIR}/tests/support/in_scratch.sh ${interpreter} ${script})
  set_tests_properties(
    e2e.${file}
    PROPERTIES LABELS e2e
               TIMEOUT 900
               SKIP_RETURN_CODE 77
               PROCESSORS 2
               ENVIRONMENT
               "${MMIM_TEST_ENVIRONMENT};MMIM=$<TARGET_FILE:mmim>;MMIM_PYTHON=${MMIM_PYTHON};MMIM_SOURCE_DIR=${PROJECT_SOURCE_DIR};TMPDIR=${scratch}")
endfunction()

if(TARGET mmim)
  file(GLOB scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/e2e/*.sh ${PROJECT_SOURCE_DIR}/tests/e2e/*.py)
  foreach(script IN LISTS scripts)
    mmim_e2e_test(${script})
  endforeach()
endif()
