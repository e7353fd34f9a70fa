#include "formats/pickle/globals.h"

#include "formats/pickle/numpy.h"
#include "formats/pickle/torch.h"

namespace mmim {

namespace {

struct Known {
  const char* module;
  const char* name;
  PickleName what;
  bool of_torch = false;
};

constexpr Known kKnown[] = {
    {"numpy", "ndarray", PickleName::ndarray},
    {"numpy", "dtype", PickleName::dtype},
    {"numpy.core.multiarray", "_reconstruct", PickleName::reconstruct},
    {"numpy._core.multiarray", "_reconstruct", PickleName::reconstruct},
    {"numpy.core.multiarray", "scalar", PickleName::scalar},
    {"numpy._core.multiarray", "scalar", PickleName::scalar},
    {"numpy.core.numeric", "_frombuffer", PickleName::frombuffer},
    {"numpy._core.numeric", "_frombuffer", PickleName::frombuffer},
    {"_codecs", "encode", PickleName::encode},
    {"__builtin__", "bytes", PickleName::bytes},  // how protocols 0 to 2 write b""
    {"builtins", "bytes", PickleName::bytes},
    {"collections", "OrderedDict", PickleName::ordered_dict},
    {"collections", "defaultdict", PickleName::default_dict},
    {"torch._utils", "_rebuild_tensor_v2", PickleName::rebuild_tensor, true},
    {"torch._utils", "_rebuild_parameter", PickleName::rebuild_parameter, true},
};

bool is_storage(const std::string& module, const std::string& name) {
  return module == "torch" && name.ends_with("Storage");
}

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

PickleItem encode(const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.size() != 2) throw PickleFault{"_codecs.encode takes two arguments"};
  const std::string codec = text_of(arguments.items[1], "the codec of bytes");
  if (codec != "latin1" && codec != "latin-1")
    throw PickleFault{"codec `" + codec.substr(0, 40) + "` is not known here"};
  return make_bytes(latin1(text_of(arguments.items[0], "the text of bytes")), budget);
}

PickleItem make_dict(const PickleTuple& arguments, PickleBudget& budget) {
  budget.charge(sizeof(OpenDict) + sizeof(Dict));
  auto dict = std::make_shared<OpenDict>();
  if (arguments.items.empty()) return {dict};
  if (arguments.items.size() > 1 || !arguments.items[0].get<OpenList>())
    throw PickleFault{"an OrderedDict is built from something else than pairs"};
  const PickledValue pairs = held_value(arguments.items[0], budget);
  for (const Value& pair : pairs.value.list()->items) {
    const List* entry = pair.list();
    if (!entry || entry->items.size() != 2) throw PickleFault{"an OrderedDict is built from something else than pairs"};
    insert(*dict, {entry->items[0]}, {entry->items[1]}, budget);
  }
  dict->depth = std::max(dict->depth, pairs.depth);
  return {dict};
}

PickleItem make_default_dict(const PickleTuple& arguments, PickleBudget& budget) {
  for (const PickleItem& factory : arguments.items) {
    const auto* value = std::get_if<Value>(&factory.what);
    if (!value || !value->is_none()) throw PickleFault{"a defaultdict with a factory would need code to run"};
  }
  return make_dict({}, budget);
}

}  // namespace

PickleItem find_global(const std::string& module, const std::string& name, bool with_torch) {
  const std::string full = module + "." + name;
  for (const Known& known : kKnown)
    if (module == known.module && name == known.name && (with_torch || !known.of_torch))
      return {std::make_shared<const PickleGlobal>(PickleGlobal{known.what, full})};
  if (with_torch && is_storage(module, name))
    return {std::make_shared<const PickleGlobal>(PickleGlobal{PickleName::storage, full})};
  throw PickleFault{"names `" + full.substr(0, 120) +
                    "`, which is refused: only numpy data is read and nothing is run"};
}

PickleItem reduce(const PickleItem& callable, const PickleItem& arguments, PickleBudget& budget) {
  const auto* global = callable.get<const PickleGlobal>();
  if (!global) throw PickleFault{"calls something that is no callable"};
  const PickleTuple& tuple = tuple_of(arguments, "what a callable is given");
  switch (global->name) {
    case PickleName::dtype:
      return make_dtype(tuple);
    case PickleName::reconstruct:
      return {std::make_shared<PickleArray>()};
    case PickleName::scalar:
      return make_scalar(tuple, budget);
    case PickleName::frombuffer:
      return array_from_buffer(tuple, budget);
    case PickleName::encode:
      return encode(tuple, budget);
    case PickleName::bytes:
      if (!tuple.items.empty()) throw PickleFault{"bytes(...) with arguments is not known here"};
      return make_bytes("", budget);
    case PickleName::ordered_dict:
      return make_dict(tuple, budget);
    case PickleName::default_dict:
      return make_default_dict(tuple, budget);
    case PickleName::rebuild_tensor:
      return rebuild_tensor(tuple, budget);
    case PickleName::rebuild_parameter:
      if (tuple.items.empty()) throw PickleFault{"a parameter without its tensor"};
      return tuple.items[0];
    case PickleName::ndarray:
    case PickleName::storage:
      break;
  }
  throw PickleFault{"calls `" + global->text + "`, which pickles of data do not"};
}

void build(const PickleItem& target, const PickleItem& state, PickleBudget& budget) {
  if (target.get<OpenDict>()) return;  // attributes of an OrderedDict, such as torch's _metadata
  const PickleTuple& tuple = tuple_of(state, "the state of an object");
  if (auto* array = target.get<PickleArray>()) return build_array(*array, tuple, budget);
  if (auto* type = target.get<NumpyType>()) return build_dtype(*type, tuple);
  throw PickleFault{"gives a state to something that has none"};
}

}  // namespace mmim
