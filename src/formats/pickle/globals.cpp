#include "formats/pickle/globals.h"

#include "formats/pickle/containers.h"
#include "formats/pickle/numpy.h"
#include "formats/pickle/opaque.h"
#include "formats/pickle/torch.h"

namespace mmim {

namespace {

/// Pickles within files of torch.save hold no storages as bytes.
enum class From { any, plain };

struct Known {
  const char* module;
  const char* name;
  PickleName what;
  From from = From::any;
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
    {"numpy.ma.core", "_mareconstruct", PickleName::rebuild_masked},
    {"_codecs", "encode", PickleName::encode},
    {"__builtin__", "bytes", PickleName::bytes},  // how protocols 0 to 2 write b""
    {"builtins", "bytes", PickleName::bytes},
    {"__builtin__", "bytearray", PickleName::byte_array},
    {"builtins", "bytearray", PickleName::byte_array},
    {"__builtin__", "list", PickleName::list},
    {"builtins", "list", PickleName::list},
    {"collections", "deque", PickleName::list},
    {"__builtin__", "tuple", PickleName::tuple},
    {"builtins", "tuple", PickleName::tuple},
    {"torch", "Size", PickleName::tuple},
    {"__builtin__", "dict", PickleName::ordered_dict},
    {"builtins", "dict", PickleName::ordered_dict},
    {"collections", "OrderedDict", PickleName::ordered_dict},
    {"collections", "Counter", PickleName::ordered_dict},
    {"collections", "defaultdict", PickleName::default_dict},
    {"copy_reg", "_reconstructor", PickleName::reconstructor},
    {"copyreg", "_reconstructor", PickleName::reconstructor},
    {"copy_reg", "__newobj__", PickleName::new_object},
    {"copyreg", "__newobj__", PickleName::new_object},
    {"torch._utils", "_rebuild_tensor", PickleName::rebuild_tensor},
    {"torch._utils", "_rebuild_tensor_v2", PickleName::rebuild_tensor},
    {"torch._utils", "_rebuild_parameter", PickleName::rebuild_parameter},
    {"torch._utils", "_rebuild_parameter_with_state", PickleName::rebuild_parameter},
    {"torch._tensor", "_rebuild_from_type_v2", PickleName::rebuild_from_type},
    {"torch.storage", "_load_from_bytes", PickleName::load_storage, From::plain},
};

bool is_storage(const std::string& module, const std::string& name) {
  return (module == "torch" || module == "torch.storage") && name.ends_with("Storage");
}

/// An object as protocols 0 and 1 write it: (class, base, the value of the base).
PickleItem reconstructed(const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.size() != 3) throw PickleFault{"an object has not three parts"};
  const auto* base_value = std::get_if<Value>(&arguments.items[2].what);
  if (!base_value || !base_value->is_none()) return arguments.items[2];
  const auto* type = arguments.items[0].get<const PickleGlobal>();
  return make_object(type ? type->text : "an object", budget);
}

PickleItem called_with_rest(const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.empty()) throw PickleFault{"an object has no class"};
  return reduce(arguments.items[0], make_tuple({arguments.items.begin() + 1, arguments.items.end()}, budget), budget);
}

/// (function, class, what the function is given, attributes): a subclass of a tensor.
PickleItem tensor_of_type(const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.size() < 3) throw PickleFault{"a tensor has too few arguments"};
  return reduce(arguments.items[0], arguments.items[2], budget);
}

PickleItem begin_array(const PickleTuple& arguments, PickleBudget& budget) {
  budget.charge(sizeof(PickleArray));
  auto array = std::make_shared<PickleArray>();
  const auto* type = arguments.items.empty() ? nullptr : arguments.items[0].get<const PickleGlobal>();
  if (type && type->name != PickleName::ndarray) array->subclass = type->text;
  return {array};
}

/// The name of a class that went through a reference to torch's sources: "the class or function `model.Mmim`".
std::string quoted_in(const std::string& sentence) {
  const size_t begin = sentence.find('`'), end = sentence.rfind('`');
  return begin < end ? sentence.substr(begin + 1, end - begin - 1) : sentence;
}

PickleItem begin_masked_array(PickleBudget& budget) {
  budget.charge(sizeof(PickleArray));
  auto array = std::make_shared<PickleArray>();
  array->masked = true;
  array->subclass = "numpy.ma.core.MaskedArray";
  return {array};
}

}  // namespace

PickleItem find_global(const std::string& module, const std::string& name, bool with_torch, PickleBudget& budget) {
  const std::string full = module + "." + name;
  budget.charge(sizeof(PickleGlobal) + full.size());
  PickleName what = with_torch && is_storage(module, name) ? PickleName::storage : PickleName::other;
  for (const Known& known : kKnown)
    if (module == known.module && name == known.name && (known.from == From::any || !with_torch)) what = known.what;
  return {std::make_shared<const PickleGlobal>(PickleGlobal{what, full})};
}

PickleItem reduce(const PickleItem& callable, const PickleItem& arguments, PickleBudget& budget) {
  if (const auto* value = std::get_if<Value>(&callable.what); value && value->opaque())
    return make_object(quoted_in(value->opaque()->what), budget);
  if (const auto* object = callable.get<OpenObject>()) return make_object(object->name, budget);
  const auto* global = callable.get<const PickleGlobal>();
  if (!global) throw PickleFault{"calls something that is no callable"};
  if (global->name == PickleName::other) return make_object(global->text, budget);
  const PickleTuple& tuple = tuple_of(arguments, "what a callable is given");
  switch (global->name) {
    case PickleName::dtype:
      return make_dtype(tuple);
    case PickleName::reconstruct:
      return begin_array(tuple, budget);
    case PickleName::rebuild_masked:
      return begin_masked_array(budget);
    case PickleName::scalar:
      return make_scalar(tuple, budget);
    case PickleName::frombuffer:
      return array_from_buffer(tuple, budget);
    case PickleName::encode:
      return encode(tuple, budget);
    case PickleName::bytes:
    case PickleName::byte_array:
      return make_bytes_of(global->text, tuple, budget);
    case PickleName::list:
      return make_list(global->text, tuple, budget);
    case PickleName::tuple:
      return tuple.items.size() == 1 ? tuple.items[0] : make_tuple({}, budget);
    case PickleName::ordered_dict:
      return make_dict(global->text, tuple, budget);
    case PickleName::default_dict:  // whatever its factory is, nobody calls it
      return make_dict(global->text, {}, budget);
    case PickleName::reconstructor:
      return reconstructed(tuple, budget);
    case PickleName::new_object:
      return called_with_rest(tuple, budget);
    case PickleName::rebuild_tensor:
      return rebuild_tensor(tuple, budget);
    case PickleName::rebuild_parameter:
      if (tuple.items.empty()) throw PickleFault{"a parameter without its tensor"};
      return tuple.items[0];
    case PickleName::rebuild_from_type:
      return tensor_of_type(tuple, budget);
    case PickleName::load_storage:
      return load_storage(tuple, budget);
    case PickleName::ndarray:
    case PickleName::storage:
    case PickleName::other:
      break;
  }
  return make_object(global->text, budget);
}

void build(const PickleItem& target, const PickleItem& state, PickleBudget& budget) {
  if (auto* array = target.get<PickleArray>()) return build_array(*array, state, budget);
  if (auto* type = target.get<NumpyType>()) return build_dtype(*type, tuple_of(state, "the state of a dtype"));
  const auto* value = std::get_if<Value>(&target.what);
  const bool has_attributes = value ? value->array() || value->opaque() : !target.get<PickleTuple>();
  if (!has_attributes) throw PickleFault{"gives a state to something that has none"};
}

}  // namespace mmim
