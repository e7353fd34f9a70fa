#include "formats/pickle.h"

#include "core/error.h"
#include "formats/file_words.h"
#include "formats/pickle/machine.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

/// What a file says about itself may hold line breaks or no text at all; a sentence holds neither.
std::string printable(std::string text) {
  for (char& c : text)
    if (c < 0x20 || c > 0x7E) c = '?';
  return text;
}

bool names_joblib(std::span<const std::byte> bytes) {
  constexpr std::string_view kWriter = "joblib.numpy_pickle";
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text.find(kWriter) != text.npos;
}

}  // namespace

Value read_pickle(std::span<const std::byte> bytes, const std::string& where, std::shared_ptr<const void> owner,
                  const PersistentLoad& persistent) {
  size_t at = 0;
  return read_leading_pickle(bytes, at, where, std::move(owner), persistent);
}

Value read_leading_pickle(std::span<const std::byte> bytes, size_t& at, const std::string& where,
                          std::shared_ptr<const void> owner, const PersistentLoad& persistent) {
  PickleMachine machine(bytes.subspan(at), std::move(owner), persistent);
  try {
    Value value = machine.run();
    at += machine.end();
    return value;
  } catch (const PickleFault& fault) {
    if (names_joblib(bytes))
      throw DataError(where +
                      ": is a file of joblib.dump, whose arrays lie between the parts of the pickle; in Python, "
                      "pickle.dump(joblib.load(\"old\"), open(\"new.pkl\", \"wb\")) writes one that is read");
    throw DataError(where + ": byte " + std::to_string(at + machine.at()) + ": " + printable(fault.why));
  }
}

Value read_pickle(const std::filesystem::path& path) {
  const PlainFile file(path);
  if (kind_of(file.bytes()) != FileKind::pickle) refuse_kind(file.bytes(), path.string(), "a pickle of Python");
  return read_pickle(file.bytes(), path.string(), file.owner());
}

}  // namespace mmim
