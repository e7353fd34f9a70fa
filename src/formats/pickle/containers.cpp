#include "formats/pickle/containers.h"

#include <algorithm>
#include <optional>

#include "formats/pickle/opaque.h"

namespace mmim {

namespace {

/// Text that stands for bytes, one code point a byte: how protocols 0 to 2 write them.
std::string latin1(const std::string& text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      bytes += text[i];
    } else if ((lead & 0xFC) == 0xC0 && i + 1 < text.size()) {
      bytes += static_cast<char>(lead << 6 | (static_cast<unsigned char>(text[++i]) & 63));
    } else {
      throw PickleFault{"bytes written as text hold a character beyond latin-1"};
    }
  }
  return bytes;
}

/// The values of a list, tuple or dictionary that a container is made from; nothing for anything else.
std::optional<PickledValue> content_of(const PickleItem& item, PickleBudget& budget) {
  PickledValue content = held_value(item, budget);
  if (!content.value.list() && !content.value.dict()) return {};
  return content;
}

}  // namespace

PickleItem encode(const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.size() != 2) throw PickleFault{"_codecs.encode takes two arguments"};
  const std::string codec = text_of(arguments.items[1], "the codec of bytes");
  if (codec != "latin1" && codec != "latin-1" && codec != "iso8859-1") return make_object("_codecs.encode", budget);
  return make_bytes(latin1(text_of(arguments.items[0], "the text of bytes")), budget);
}

PickleItem make_dict(const std::string& name, const PickleTuple& arguments, PickleBudget& budget) {
  budget.charge(sizeof(OpenDict) + sizeof(Dict));
  auto dict = std::make_shared<OpenDict>();
  if (arguments.items.empty()) return {dict};
  const auto content = content_of(arguments.items[0], budget);
  if (!content || arguments.items.size() > 1) return make_object(name, budget);
  if (const Dict* other = content->value.dict())
    for (const auto& [key, value] : other->items) insert(*dict, {key}, {value}, budget);
  if (const List* pairs = content->value.list())
    for (const Value& pair : pairs->items) {
      const List* entry = pair.list();
      if (!entry || entry->items.size() != 2) return make_object(name, budget);
      insert(*dict, {entry->items[0]}, {entry->items[1]}, budget);
    }
  dict->depth = std::max(dict->depth, content->depth);
  return {dict};
}

PickleItem make_list(const std::string& name, const PickleTuple& arguments, PickleBudget& budget) {
  budget.charge(sizeof(OpenList) + sizeof(List));
  auto list = std::make_shared<OpenList>();
  if (arguments.items.empty()) return {list};
  const auto content = content_of(arguments.items[0], budget);
  if (!content || !content->value.list()) return make_object(name, budget);
  for (const Value& item : content->value.list()->items) append(*list, {item}, budget);
  list->depth = std::max(list->depth, content->depth);
  return {list};
}

PickleItem make_bytes_of(const std::string& name, const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.empty()) return make_bytes("", budget);
  if (arguments.items[0].get<PickleBytes>()) return arguments.items[0];
  if (arguments.items.size() == 2) return encode(arguments, budget);
  return make_object(name, budget);
}

}  // namespace mmim
