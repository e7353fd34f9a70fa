// Preloaded into the program: ends the process at its KILL_AT-th rename, before the new name is there. Files and folders
// of the program appear by a rename, so that this is a kill at each of its writes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void count(void) {
  static int renames = 0;
  const char* wanted = getenv("KILL_AT");
  if (wanted && ++renames == atoi(wanted)) kill(getpid(), SIGKILL);
}

int rename(const char* from, const char* to) {
  count();
  return ((int (*)(const char*, const char*))dlsym(RTLD_NEXT, "rename"))(from, to);
}
