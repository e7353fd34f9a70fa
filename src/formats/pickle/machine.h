#pragma once
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "formats/pickle.h"
#include "formats/pickle/cursor.h"
#include "formats/pickle/items.h"

namespace mmim {

/// The stack machine that a pickle is a program for, as far as data needs it.
class PickleMachine {
 public:
  PickleMachine(std::span<const std::byte> bytes, std::shared_ptr<const void> owner, const PersistentLoad& persistent);
  Value run();                                 ///< PickleFault when something is wrong at the opcode at()
  size_t at() const { return opcode_at_; }     ///< byte of the last opcode
  size_t end() const { return cursor_.at(); }  ///< byte behind the pickle, once run

 private:
  // Each of these performs `opcode` and returns true if it is of its kind.
  bool push_constant(uint8_t opcode);
  bool push_number(uint8_t opcode);
  bool push_text(uint8_t opcode);
  bool build_sequence(uint8_t opcode);
  bool build_dict(uint8_t opcode);
  bool build_set(uint8_t opcode);
  bool use_memo(uint8_t opcode);
  bool use_stack(uint8_t opcode);
  bool call(uint8_t opcode);

  void push(PickleItem item);
  PickleItem pop();
  PickleItem& top();
  std::vector<PickleItem> pop_to_mark();
  void push_string(std::string_view text);
  void push_raw(std::span<const std::byte> bytes);
  void push_list(const std::vector<PickleItem>& items);
  void push_dict(const std::vector<PickleItem>& items);
  void set_items(OpenDict* dict, const std::vector<PickleItem>& items);
  void put(uint64_t index);
  void get(uint64_t index);
  void load_persistent(const PickleItem& id);
  PickleItem global(const std::string& module, const std::string& name);
  PickleItem object_of(std::vector<PickleItem> class_and_arguments);

  PickleCursor cursor_;
  std::shared_ptr<const void> owner_;
  const PersistentLoad& persistent_;
  PickleBudget budget_;
  size_t opcode_at_ = 0;
  std::vector<PickleItem> stack_;
  std::vector<size_t> marks_;  // sizes of the stack
  std::unordered_map<uint64_t, PickleItem> memo_;
  std::unordered_set<const std::byte*> storages_;
};

}  // namespace mmim
