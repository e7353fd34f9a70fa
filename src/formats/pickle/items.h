#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "formats/numpy_type.h"
#include "formats/value.h"

namespace mmim {

/// Why a pickle is refused; the machine adds file and byte.
struct PickleFault {
  std::string why;
};

/// What reading one pickle may still reserve, in bytes.
struct PickleBudget {
  uint64_t left = 0;
  void charge(uint64_t bytes);  ///< PickleFault when more is asked for than is left
};

inline constexpr int kDeepestPickle = 200;  ///< nesting of containers

/// The callables that have a reader here; they are recognised, never looked up in anything that runs.
enum class PickleName {
  ndarray,
  dtype,
  reconstruct,
  scalar,
  frombuffer,
  encode,
  bytes,
  ordered_dict,
  default_dict,
  byte_array,
  list,
  tuple,
  reconstructor,
  new_object,
  rebuild_masked,
  rebuild_tensor,
  rebuild_parameter,
  rebuild_from_type,
  load_storage,
  storage,
  other  ///< any other: what it makes is a placeholder
};
struct PickleGlobal {
  PickleName name;
  std::string text;  ///< "torch.FloatStorage"
};

struct PickleItem;

/// A list or dictionary under construction. Once something holds it, it may no longer grow: so no cycle can arise.
struct OpenList {
  std::shared_ptr<List> list = std::make_shared<List>();
  int depth = 1;
  bool held = false;
};
struct OpenDict {
  std::shared_ptr<Dict> dict = std::make_shared<Dict>();
  int depth = 1;
  bool held = false;
};
struct PickleTuple {
  std::vector<PickleItem> items;
  int depth = 1;                         ///< of tuples in tuples
  std::shared_ptr<const List> as_value;  ///< once something holds it
  int value_depth = 0;
};
/// Bytes of the file (or decoded from it), copied only when they become a Value.
struct PickleBytes {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
  std::shared_ptr<const Bytes> as_value;
};
/// A numpy array between its REDUCE and its BUILD, and after.
struct PickleArray {
  Value value;
  int depth = 0;
  bool built = false;
  bool masked = false;        ///< of numpy.ma
  std::string subclass = "";  ///< "numpy.memmap"; empty: an array of numpy itself
};
/// An object of a class that is not read. What is appended makes it a list, entries make it a dictionary: so subclasses
/// of both are read; its attributes are not.
struct OpenObject {
  std::string name;
  std::shared_ptr<OpenList> list;
  std::shared_ptr<OpenDict> dict;
};

/// What lies on the stack or in the memo of the pickle machine.
struct PickleItem {
  std::variant<Value, std::shared_ptr<OpenList>, std::shared_ptr<OpenDict>, std::shared_ptr<PickleTuple>,
               std::shared_ptr<PickleBytes>, std::shared_ptr<NumpyType>, std::shared_ptr<PickleArray>,
               std::shared_ptr<OpenObject>, std::shared_ptr<const PickleGlobal>>
      what;

  template <class T>
  T* get() const {
    const auto* pointer = std::get_if<std::shared_ptr<T>>(&what);
    return pointer ? pointer->get() : nullptr;
  }
};

/// An item as data, and how deep its containers nest. What is shared stays shared. What is no data (a dtype, a
/// callable, an object) becomes a placeholder. PickleFault when it nests too deep.
struct PickledValue {
  Value value;
  int depth = 0;
};
PickledValue held_value(const PickleItem& item, PickleBudget& budget);

/// Appending to a container; PickleFault when it is already part of another, nests too deep or the budget is spent.
void append(OpenList& list, const PickleItem& item, PickleBudget& budget);
void insert(OpenDict& dict, const PickleItem& key, const PickleItem& value, PickleBudget& budget);

/// The list or dictionary that `item` is, or that an object becomes; null when it is something else.
OpenList* list_of(const PickleItem& item, PickleBudget& budget);
OpenDict* dict_of(const PickleItem& item, PickleBudget& budget);

PickleItem make_tuple(std::vector<PickleItem> items, PickleBudget& budget);
/// Bytes that own `data`.
PickleItem make_bytes(std::string data, PickleBudget& budget);

/// What an item says where a pickle's own protocol asks for it; PickleFault naming `what` otherwise.
const PickleTuple& tuple_of(const PickleItem& item, const char* what);
std::string text_of(const PickleItem& item, const char* what);  ///< str or bytes
int64_t integer_of(const PickleItem& item, const char* what);   ///< int or bool
std::vector<int64_t> shape_of(const PickleItem& item);          ///< a tuple of whole numbers >= 0, at most kMostAxes

}  // namespace mmim
