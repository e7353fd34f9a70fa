#include "formats/pickle/machine.h"

#include <iterator>

#include "formats/pickle/globals.h"
#include "formats/pickle/opaque.h"
#include "formats/pickle/opcodes.h"

namespace mmim {

namespace {

constexpr size_t kLargestStack = size_t{1} << 24;
constexpr uint64_t kBudgetBase = uint64_t{64} << 20, kBudgetPerByte = 64;

}  // namespace

PickleMachine::PickleMachine(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                             const PersistentLoad& persistent)
    : cursor_(bytes), owner_(std::move(owner)), persistent_(persistent) {
  budget_.left = kBudgetBase + kBudgetPerByte * bytes.size();
}

Value PickleMachine::run() {
  while (true) {
    opcode_at_ = cursor_.at();
    const auto opcode = static_cast<uint8_t>(cursor_.little_endian(1));
    if (opcode == kStop) break;
    if (push_constant(opcode) || push_number(opcode) || push_text(opcode) || build_sequence(opcode) ||
        build_dict(opcode) || build_set(opcode) || use_memo(opcode) || use_stack(opcode) || call(opcode))
      continue;
    throw PickleFault{"byte " + std::to_string(opcode) + " begins nothing that pickles hold; the file is damaged"};
  }
  const PickleItem result = pop();
  if (!stack_.empty() || !marks_.empty()) throw PickleFault{"ends with more than one object"};
  return held_value(result, budget_).value;
}

void PickleMachine::push(PickleItem item) {
  if (stack_.size() >= kLargestStack) throw PickleFault{"puts more objects side by side than any data"};
  stack_.push_back(std::move(item));
}

PickleItem PickleMachine::pop() {
  PickleItem item = std::move(top());
  stack_.pop_back();
  return item;
}

PickleItem& PickleMachine::top() {
  if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) throw PickleFault{"takes an object where there is none"};
  return stack_.back();
}

std::vector<PickleItem> PickleMachine::pop_to_mark() {
  if (marks_.empty()) throw PickleFault{"takes objects up to a mark where there is none"};
  const auto first = stack_.begin() + static_cast<ptrdiff_t>(marks_.back());
  std::vector<PickleItem> items(std::make_move_iterator(first), std::make_move_iterator(stack_.end()));
  stack_.erase(first, stack_.end());
  marks_.pop_back();
  return items;
}

void PickleMachine::push_list(const std::vector<PickleItem>& items) {
  budget_.charge(sizeof(OpenList) + sizeof(List));
  auto list = std::make_shared<OpenList>();
  for (const PickleItem& item : items) append(*list, item, budget_);
  push({list});
}

bool PickleMachine::build_sequence(uint8_t opcode) {
  const auto tuple_of_last = [&](size_t count) {
    std::vector<PickleItem> items(count);
    while (count > 0) items[--count] = pop();
    return push(make_tuple(std::move(items), budget_)), true;
  };
  switch (opcode) {
    case kEmptyTuple:
    case kTuple1:
    case kTuple2:
    case kTuple3:
      return tuple_of_last(opcode == kEmptyTuple ? 0 : opcode - kTuple1 + 1);
    case kTuple:
      return push(make_tuple(pop_to_mark(), budget_)), true;
    case kEmptyList:
      return push_list({}), true;
    case kList:
      return push_list(pop_to_mark()), true;
    case kAppend:
    case kAppends: {
      std::vector<PickleItem> items;
      if (opcode == kAppend) items.push_back(pop());
      if (opcode == kAppends) items = pop_to_mark();
      auto* list = list_of(top(), budget_);
      if (!list) throw PickleFault{"appends to something that is no list"};
      for (const PickleItem& item : items) append(*list, item, budget_);
      return true;
    }
  }
  return false;
}

void PickleMachine::set_items(OpenDict* dict, const std::vector<PickleItem>& items) {
  if (!dict) throw PickleFault{"sets entries of something that is no dictionary"};
  if (items.size() % 2 != 0) throw PickleFault{"a key has no value"};
  for (size_t i = 0; i < items.size(); i += 2) insert(*dict, items[i], items[i + 1], budget_);
}

void PickleMachine::push_dict(const std::vector<PickleItem>& items) {
  budget_.charge(sizeof(OpenDict) + sizeof(Dict));
  const auto dict = std::make_shared<OpenDict>();
  set_items(dict.get(), items);
  push({dict});
}

bool PickleMachine::build_dict(uint8_t opcode) {
  switch (opcode) {
    case kEmptyDict:
      return push_dict({}), true;
    case kDict:
      return push_dict(pop_to_mark()), true;
    case kSetItem: {
      PickleItem value = pop(), key = pop();
      return set_items(dict_of(top(), budget_), {key, value}), true;
    }
    case kSetItems: {
      const std::vector<PickleItem> items = pop_to_mark();
      return set_items(dict_of(top(), budget_), items), true;
    }
  }
  return false;
}

void PickleMachine::put(uint64_t index) {
  const auto* value = std::get_if<Value>(&top().what);
  const auto* text = value ? std::get_if<std::string>(&value->data) : nullptr;
  budget_.charge(sizeof(PickleItem) + 32 + (text ? text->size() : 0));
  memo_.insert_or_assign(index, top());
}

void PickleMachine::get(uint64_t index) {
  const auto found = memo_.find(index);
  if (found == memo_.end()) throw PickleFault{"refers to object " + std::to_string(index) + ", which was not written"};
  const auto* value = std::get_if<Value>(&found->second.what);
  if (const auto* text = value ? std::get_if<std::string>(&value->data) : nullptr) budget_.charge(text->size());
  push(found->second);
}

bool PickleMachine::use_memo(uint8_t opcode) {
  const auto index_in = [](std::string_view line) { return static_cast<uint64_t>(integer_in(line)); };
  switch (opcode) {
    case kPut:
      return put(index_in(cursor_.line())), true;
    case kBinPut:
      return put(cursor_.little_endian(1)), true;
    case kLongBinPut:
      return put(cursor_.little_endian(4)), true;
    case kMemoize:
      return put(memo_.size()), true;
    case kGet:
      return get(index_in(cursor_.line())), true;
    case kBinGet:
      return get(cursor_.little_endian(1)), true;
    case kLongBinGet:
      return get(cursor_.little_endian(4)), true;
  }
  return false;
}

bool PickleMachine::use_stack(uint8_t opcode) {
  switch (opcode) {
    case kMark:
      if (marks_.size() >= kLargestStack) throw PickleFault{"puts more marks side by side than any data"};
      return marks_.push_back(stack_.size()), true;
    case kPop:
      if (!marks_.empty() && marks_.back() == stack_.size()) return marks_.pop_back(), true;
      return pop(), true;
    case kPopMark:
      return pop_to_mark(), true;
    case kDup: {
      const auto* value = std::get_if<Value>(&top().what);
      if (const auto* text = value ? std::get_if<std::string>(&value->data) : nullptr) budget_.charge(text->size());
      return push(PickleItem(top())), true;
    }
  }
  return false;
}

void PickleMachine::load_persistent(const PickleItem& id) {
  if (!persistent_) throw PickleFault{"refers to data outside the file"};
  const Value loaded = persistent_(held_value(id, budget_).value);
  // A tensor may copy its storage into C order, so each storage seen raises what may be reserved.
  if (const Array* storage = loaded.array(); storage && storages_.insert(storage->bytes.data()).second)
    budget_.left += 4 * storage->bytes.size();
  push({loaded});
}

PickleItem PickleMachine::global(const std::string& module, const std::string& name) {
  return find_global(module, name, static_cast<bool>(persistent_), budget_);
}

/// An object as protocol 1 writes it: the class, then what it is given, from the last mark on.
PickleItem PickleMachine::object_of(std::vector<PickleItem> class_and_arguments) {
  if (class_and_arguments.empty()) throw PickleFault{"makes an object of no class"};
  std::vector<PickleItem> arguments(class_and_arguments.begin() + 1, class_and_arguments.end());
  return reduce(class_and_arguments[0], make_tuple(std::move(arguments), budget_), budget_);
}

bool PickleMachine::call(uint8_t opcode) {
  switch (opcode) {
    case kGlobal: {
      const std::string module(cursor_.line()), name(cursor_.line());
      return push(global(module, name)), true;
    }
    case kStackGlobal: {
      const PickleItem name = pop(), module = pop();
      return push(global(text_of(module, "a module"), text_of(name, "a name"))), true;
    }
    case kReduce:
    case kNewObj: {
      const PickleItem arguments = pop(), callable = pop();
      return push(reduce(callable, arguments, budget_)), true;
    }
    case kNewObjEx: {
      pop();  // arguments by name
      const PickleItem arguments = pop(), callable = pop();
      return push(reduce(callable, arguments, budget_)), true;
    }
    case kInst: {
      const std::string module(cursor_.line()), name(cursor_.line());
      return push(reduce(global(module, name), make_tuple(pop_to_mark(), budget_), budget_)), true;
    }
    case kObj:
      return push(object_of(pop_to_mark())), true;
    case kExt1:
    case kExt2:
    case kExt4:
      cursor_.little_endian(opcode == kExt1 ? 1 : opcode == kExt2 ? 2 : 4);
      return push(make_object("copyreg.add_extension", budget_)), true;
    case kBuild: {
      const PickleItem state = pop();
      return build(top(), state, budget_), true;
    }
    case kPersId:
      return load_persistent({Value{std::string(cursor_.line())}}), true;
    case kBinPersId:
      return load_persistent(pop()), true;
  }
  return false;
}

/// Sets have no order: they are placeholders.
bool PickleMachine::build_set(uint8_t opcode) {
  switch (opcode) {
    case kEmptySet:
      return push(make_object("builtins.set", budget_)), true;
    case kFrozenSet:
      pop_to_mark();
      return push(make_object("builtins.frozenset", budget_)), true;
    case kAddItems:
      pop_to_mark();
      if (!top().get<OpenObject>()) throw PickleFault{"adds to something that is no set"};
      return true;
  }
  return false;
}

}  // namespace mmim
