#include "support/cuda_on_host.h"

#include <setjmp.h>
#include <ucontext.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace mmim::on_host {
namespace {

constexpr size_t kStack = 1 << 16;
constexpr unsigned kWarp = 32;

struct Barrier {
  unsigned expected = 0, waiting = 0;
  uint64_t generation = 0;
};

/// A thread of one block after another.
struct Fibre {
  std::unique_ptr<char[]> stack = std::make_unique_for_overwrite<char[]>(kStack);
  ucontext_t start;
  jmp_buf where;
  bool started = false, done = false;
  dim3 place;
  unsigned number = 0;
  uint64_t shuffles = 0;
};

struct Warp {
  Barrier barrier;
  uint64_t given[2][kWarp];  // of two shuffles: a lane may be one ahead
};

std::vector<Fibre> fibres;
std::vector<Warp> warps;
std::vector<unsigned char> shared;
Barrier whole_block;
const std::function<void()>* body = nullptr;
jmp_buf scheduler;
Fibre* running = nullptr;
bool moved = false;  // whether a round of turns has got anyone further

/// Switches by setjmp, which unlike swapcontext asks the system for nothing.
void give_turn() {
  if (_setjmp(running->where) == 0) _longjmp(scheduler, 1);
}

void enter() {
  while (true) {
    (*body)();
    running->done = moved = true;
    give_turn();
  }
}

void turn(Fibre& fibre) {
  running = &fibre;
  threadIdx = fibre.place;
  if (_setjmp(scheduler) != 0) return;
  if (running->started) _longjmp(running->where, 1);
  running->started = true;
  getcontext(&running->start);
  running->start.uc_stack.ss_sp = running->stack.get();
  running->start.uc_stack.ss_size = kStack;
  makecontext(&running->start, enter, 0);
  setcontext(&running->start);
}

void wait(Barrier& barrier) {
  const uint64_t generation = barrier.generation;
  if (++barrier.waiting == barrier.expected) {
    barrier.waiting = 0;
    ++barrier.generation;
    moved = true;
    return;
  }
  while (barrier.generation == generation) give_turn();
}

void prepare_block(unsigned count) {
  if (fibres.size() < count) fibres.resize(count);
  warps.assign((count + kWarp - 1) / kWarp, {});
  whole_block = {.expected = count};
  std::fill(shared.begin(), shared.end(), 0xFF);
  for (unsigned i = 0; i < count; ++i) {
    Fibre& fibre = fibres[i];
    fibre.done = false;
    fibre.shuffles = 0;
    fibre.number = i;
    fibre.place = dim3(i % blockDim.x, i / blockDim.x % blockDim.y, i / blockDim.x / blockDim.y);
    ++warps[i / kWarp].barrier.expected;
  }
}

void run_block(unsigned count) {
  prepare_block(count);
  for (unsigned left = count; left > 0;) {
    moved = false;
    for (unsigned i = 0; i < count; ++i) {
      Fibre& fibre = fibres[order == Order::ascending ? i : count - 1 - i];
      if (fibre.done) continue;
      turn(fibre);
      left -= fibre.done;
    }
    if (moved || left == 0) continue;
    fibres.clear();  // those that wait would go on in the next block
    throw std::logic_error("a barrier or shuffle is not reached by all threads");
  }
}

}  // namespace

void launch(dim3 blocks, dim3 threads, size_t shared_bytes, const std::function<void()>& thread) {
  const unsigned count = threads.x * threads.y * threads.z;
  if (count == 0 || count > 1024 || shared_bytes > 48 * 1024 || blocks.x == 0 || blocks.y > 65535 || blocks.z > 65535)
    throw std::logic_error("no device takes such a launch");
  gridDim = blocks;
  blockDim = threads;
  body = &thread;
  shared.resize(shared_bytes);
  for (blockIdx.z = 0; blockIdx.z < blocks.z; ++blockIdx.z)
    for (blockIdx.y = 0; blockIdx.y < blocks.y; ++blockIdx.y)
      for (blockIdx.x = 0; blockIdx.x < blocks.x; ++blockIdx.x) run_block(count);
}

void* shared_memory() { return shared.data(); }
void block_barrier() { wait(whole_block); }
int lane() { return static_cast<int>(running->number % kWarp); }

uint64_t shuffle(uint64_t bits, int source) {
  Warp& warp = warps[running->number / kWarp];
  auto& given = warp.given[running->shuffles++ & 1];
  given[lane()] = bits;
  wait(warp.barrier);
  return given[source];
}

}  // namespace mmim::on_host
