#pragma once
#include <cstdint>

namespace mmim {

// clang-format off
/// Opcodes of protocols 0 to 5, by the names of Python's pickletools.
enum Opcode : uint8_t {
  kMark = '(', kStop = '.', kPop = '0', kPopMark = '1', kDup = '2', kFloat = 'F', kInt = 'I', kBinInt = 'J',
  kBinInt1 = 'K', kLong = 'L', kBinInt2 = 'M', kNone = 'N', kPersId = 'P', kBinPersId = 'Q', kReduce = 'R',
  kString = 'S', kBinString = 'T', kShortBinString = 'U', kUnicode = 'V', kBinUnicode = 'X', kAppend = 'a',
  kBuild = 'b', kGlobal = 'c', kDict = 'd', kAppends = 'e', kGet = 'g', kBinGet = 'h', kLongBinGet = 'j', kList = 'l',
  kInst = 'i', kObj = 'o', kPut = 'p', kBinPut = 'q', kLongBinPut = 'r', kSetItem = 's', kTuple = 't', kSetItems = 'u',
  kEmptyDict = '}', kEmptyList = ']', kEmptyTuple = ')', kBinFloat = 'G', kBinBytes = 'B', kShortBinBytes = 'C', kProto = 0x80,
  kNewObj, kExt1, kExt2, kExt4, kTuple1 = 0x85, kTuple2, kTuple3, kNewTrue, kNewFalse, kLong1, kLong4,
  kShortBinUnicode = 0x8C, kBinUnicode8, kBinBytes8, kEmptySet, kAddItems, kFrozenSet, kNewObjEx, kStackGlobal, kMemoize,
  kFrame, kByteArray8, kNextBuffer, kReadOnlyBuffer
};
// clang-format on

}  // namespace mmim
