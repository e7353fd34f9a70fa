#include "formats/pickle/machine.h"
#include "formats/pickle/opaque.h"
#include "formats/pickle/opcodes.h"
#include "formats/unicode.h"

namespace mmim {

namespace {

Value large_number() { return unread("a whole number beyond 64 bits", "in Python, float(value) converts it"); }

}  // namespace

bool PickleMachine::push_constant(uint8_t opcode) {
  switch (opcode) {
    case kNone:
      return push({Value{}}), true;
    case kNewTrue:
      return push({Value{true}}), true;
    case kNewFalse:
      return push({Value{false}}), true;
    case kProto:
      if (const uint64_t protocol = cursor_.little_endian(1); protocol > 5)
        throw PickleFault{"protocol " + std::to_string(protocol) + " is not known"};
      return true;
    case kFrame:
      return cursor_.little_endian(8), true;
    case kReadOnlyBuffer:
      return top(), true;
    case kNextBuffer:
      return push(
                 {unread("data in a buffer outside the file", "pickle.dump without buffer_callback writes it inside")}),
             true;
  }
  return false;
}

bool PickleMachine::push_number(uint8_t opcode) {
  const auto whole = [&](int64_t value) { return push({Value{value}}), true; };
  const auto whole_of = [&](uint64_t width) {
    if (width <= 8) return whole(cursor_.signed_little_endian(width));
    cursor_.take(width);
    return push({large_number()}), true;
  };
  const auto written = [&](std::string_view line) {
    return push({is_large_number(line) ? large_number() : Value{integer_in(line)}}), true;
  };
  switch (opcode) {
    case kInt: {
      const std::string_view line = cursor_.line();
      if (line == "00" || line == "01") return push({Value{line == "01"}}), true;
      return written(line);
    }
    case kLong:
      return written(cursor_.line());
    case kBinInt:
      return whole(cursor_.signed_little_endian(4));
    case kBinInt1:
      return whole(static_cast<int64_t>(cursor_.little_endian(1)));
    case kBinInt2:
      return whole(static_cast<int64_t>(cursor_.little_endian(2)));
    case kLong1:
      return whole_of(cursor_.little_endian(1));
    case kLong4:
      return whole_of(cursor_.little_endian(4));
    case kFloat:
      return push({Value{real_in(cursor_.line())}}), true;
    case kBinFloat:
      return push({Value{cursor_.big_endian_double()}}), true;
  }
  return false;
}

void PickleMachine::push_string(std::string_view text) {
  budget_.charge(text.size());
  push({not_utf8_from(text) == text.npos ? Value{std::string(text)} : unread_text()});
}

void PickleMachine::push_raw(std::span<const std::byte> bytes) {
  budget_.charge(sizeof(PickleBytes));
  auto raw = std::make_shared<PickleBytes>();
  raw->bytes = bytes;
  raw->owner = owner_;
  push({raw});
}

bool PickleMachine::push_text(uint8_t opcode) {
  switch (opcode) {
    case kShortBinUnicode:
      return push_string(cursor_.take_text(cursor_.little_endian(1))), true;
    case kBinUnicode:
      return push_string(cursor_.take_text(cursor_.little_endian(4))), true;
    case kBinUnicode8:
      return push_string(cursor_.take_text(cursor_.little_endian(8))), true;
    case kUnicode:
      return push_string(raw_unicode(cursor_.line())), true;  // a lone surrogate comes as no UTF-8
    case kString:
      return push(make_bytes(unquoted(cursor_.line()), budget_)), true;
    case kShortBinString:
    case kShortBinBytes:
      return push_raw(cursor_.take(cursor_.little_endian(1))), true;
    case kBinString:
    case kBinBytes:
      return push_raw(cursor_.take(cursor_.little_endian(4))), true;
    case kBinBytes8:
    case kByteArray8:
      return push_raw(cursor_.take(cursor_.little_endian(8))), true;
  }
  return false;
}

}  // namespace mmim
