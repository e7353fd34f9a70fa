#include "formats/pickle.h"

#include "core/error.h"
#include "core/files.h"
#include "formats/pickle/machine.h"

namespace mmim {

namespace {

/// What a file says about itself may hold line breaks or no text at all; a sentence holds neither.
std::string printable(std::string text) {
  for (char& c : text)
    if (c < 0x20 || c > 0x7E) c = '?';
  return text;
}

}  // namespace

Value read_pickle(std::span<const std::byte> bytes, const std::string& where, std::shared_ptr<const void> owner,
                  const PersistentLoad& persistent) {
  PickleMachine machine(bytes, std::move(owner), persistent);
  try {
    return machine.run();
  } catch (const PickleFault& fault) {
    throw DataError(where + ": byte " + std::to_string(machine.at()) + ": " + printable(fault.why));
  }
}

Value read_pickle(const std::filesystem::path& path) {
  const auto file = std::make_shared<const MappedFile>(path);
  return read_pickle(file->bytes(), path.string(), file);
}

}  // namespace mmim
