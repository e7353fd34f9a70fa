# The checks of tests/architecture, and each against made-up trees, to show that it can fail.
foreach(check floors source_map lengths links words type_names)
  add_test(NAME architecture.${check}
           COMMAND ${MMIM_PYTHON} -B ${PROJECT_SOURCE_DIR}/tests/architecture/check.py ${check} ${PROJECT_SOURCE_DIR})
  add_test(NAME architecture.${check}.can_fail
           COMMAND ${MMIM_PYTHON} -B ${PROJECT_SOURCE_DIR}/tests/architecture/check.py ${check} --self-test)
  set_tests_properties(architecture.${check} architecture.${check}.can_fail PROPERTIES LABELS architecture)
endforeach()
