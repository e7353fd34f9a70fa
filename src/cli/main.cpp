#include <csignal>
#include <cstdio>
#include <new>

#include "cli/commands/commands.h"
#include "core/error.h"
#include "tensor/device.h"

namespace {

int complain(const std::string& sentence, int code) {
  std::fprintf(stderr, "mmim: %s\n", sentence.c_str());
  return code;
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE,
              SIG_IGN);  // a reader that went away and a file-size limit are errors of a write, not of the program
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return mmim::run_program(count, words);
  } catch (const mmim::Error& error) {
    return complain(error.what(), error.exit_code());
  } catch (const std::bad_alloc&) {
    return complain("there is not enough memory for this; a smaller train.batch_size needs less", 1);
  } catch (const std::exception& error) {
    return complain(mmim::plain_message(error), 1);
  }
}
