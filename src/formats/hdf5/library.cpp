#include "formats/hdf5/library.h"

#include <hdf5.h>

#include <algorithm>
#include <optional>

#include "core/error.h"

namespace mmim {

namespace {

constexpr uint64_t kDeflateRatio = 1032;            // the most that deflate can shrink
constexpr uint64_t kUnwritten = uint64_t{1} << 20;  // parts never written need no bytes in the file

class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

/// An open dataset with what was checked before a byte of it is read.
struct Dataset {
  const Handle& id;
  hid_t type, space;
  std::vector<int64_t> shape;
  std::string where;
};

[[noreturn]] void unreadable(const std::string& where) {
  throw DataError(where + ": cannot be read (damaged or cut short)");
}

struct NumberType {
  Type type;
  hid_t memory;
};

std::optional<NumberType> number_type(hid_t type) {
  const size_t size = H5Tget_size(type);
  if (H5Tget_class(type) == H5T_FLOAT) {
    if (size == 8) return NumberType{Type::f64, H5T_NATIVE_DOUBLE};
    if (size == 4 || size == 2) return NumberType{Type::f32, H5T_NATIVE_FLOAT};
    return {};
  }
  const bool is_signed = H5Tget_sign(type) == H5T_SGN_2;
  if (size == 1) return is_signed ? NumberType{Type::i8, H5T_NATIVE_INT8} : NumberType{Type::u8, H5T_NATIVE_UINT8};
  if (size == 2) return is_signed ? NumberType{Type::i16, H5T_NATIVE_INT16} : NumberType{Type::u16, H5T_NATIVE_UINT16};
  if (size == 4) return is_signed ? NumberType{Type::i32, H5T_NATIVE_INT32} : NumberType{Type::u32, H5T_NATIVE_UINT32};
  if (size == 8) return is_signed ? NumberType{Type::i64, H5T_NATIVE_INT64} : NumberType{Type::u64, H5T_NATIVE_UINT64};
  return {};
}

std::vector<int64_t> shape_of(hid_t space, const std::string& where) {
  const int axes = H5Sget_simple_extent_ndims(space);
  if (axes < 0 || H5Sget_simple_extent_type(space) == H5S_NULL) unreadable(where);
  std::vector<hsize_t> extents(static_cast<size_t>(axes));
  if (axes > 0 && H5Sget_simple_extent_dims(space, extents.data(), nullptr) < 0) unreadable(where);
  std::vector<int64_t> shape;
  for (const hsize_t extent : extents) {
    if (extent > INT64_MAX) throw DataError(where + ": has an extent beyond 63 bits");
    shape.push_back(static_cast<int64_t>(extent));
  }
  return shape;
}

/// Refuses sizes that the file cannot hold, and storage outside the file.
void check_storage(hid_t id, const std::vector<int64_t>& shape, uint64_t element, uint64_t file_size,
                   const std::string& where) {
  const Handle list(H5Dget_create_plist(id), H5Pclose);
  if (list < 0) unreadable(where);
  const H5D_layout_t layout = H5Pget_layout(list);
  if (layout == H5D_VIRTUAL || H5Pget_external_count(list) > 0)
    throw DataError(where + ": its data lie in other files, which are not opened");
  const uint64_t stored = std::min<uint64_t>(H5Dget_storage_size(id), file_size);
  const bool shrunk = layout == H5D_CHUNKED && H5Pget_nfilters(list) > 0;
  const uint64_t most = (shrunk ? kDeflateRatio : 1) * stored + kUnwritten;
  const auto declared = element > 0 ? bytes_of(shape, element) : std::nullopt;
  if (!declared || *declared > most)
    throw DataError(where + ": declares " + say_shape(shape) + " elements of " + std::to_string(element) +
                    " bytes, far more than the file holds");
  if (layout != H5D_CHUNKED) return;
  std::vector<hsize_t> chunk(32);
  const int axes = H5Pget_chunk(list, static_cast<int>(chunk.size()), chunk.data());
  if (axes != static_cast<int>(shape.size())) unreadable(where);
  std::vector<int64_t> chunk_shape;
  for (int axis = 0; axis < axes; ++axis) chunk_shape.push_back(static_cast<int64_t>(chunk[static_cast<size_t>(axis)]));
  const auto chunk_bytes = bytes_of(chunk_shape, element);
  if (!chunk_bytes || *chunk_bytes > kDeflateRatio * file_size + kUnwritten)
    throw DataError(where + ": declares chunks " + say_shape(chunk_shape) + ", far more than the file holds");
}

Value read_numbers(const Dataset& dataset, const NumberType& number) {
  std::vector<std::byte> bytes(bytes_of(dataset.shape, size_of(number.type)).value());
  if (!bytes.empty() && H5Dread(dataset.id, number.memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
    unreadable(dataset.where);
  return {std::make_shared<const Array>(make_array(number.type, dataset.shape, std::move(bytes)))};
}

Value read_fixed_text(const Dataset& dataset) {
  const size_t size = H5Tget_size(dataset.type);
  const bool padded_with_spaces = H5Tget_strpad(dataset.type) == H5T_STR_SPACEPAD;
  std::string bytes(bytes_of(dataset.shape, size).value(), '\0');
  if (!bytes.empty() && H5Dread(dataset.id, dataset.type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
    unreadable(dataset.where);
  auto texts = std::make_shared<ObjectArray>();
  texts->shape = dataset.shape;
  for (size_t at = 0; at < bytes.size(); at += size) {
    std::string text = bytes.substr(at, size);
    text.resize(std::min(text.find('\0'), text.size()));
    if (padded_with_spaces) text.resize(text.find_last_not_of(' ') + 1);
    texts->items.push_back({std::move(text)});
  }
  return {std::shared_ptr<const ObjectArray>(std::move(texts))};
}

Value read_variable_text(const Dataset& dataset) {
  std::vector<char*> pointers(bytes_of(dataset.shape, 1).value(), nullptr);
  auto texts = std::make_shared<ObjectArray>();
  texts->shape = dataset.shape;
  if (!pointers.empty()) {
    const bool ok = H5Dread(dataset.id, dataset.type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) >= 0;
    if (ok)
      for (const char* text : pointers) texts->items.push_back({std::string(text ? text : "")});
    H5Dvlen_reclaim(dataset.type, dataset.space, H5P_DEFAULT, pointers.data());
    if (!ok) unreadable(dataset.where);
  }
  return {std::shared_ptr<const ObjectArray>(std::move(texts))};
}

hid_t open_file(const std::filesystem::path& path, std::span<const std::byte> unpacked, const std::string& where) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);  // a filter named by a file must not load a library
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
  H5Pset_file_locking(access, false, true);  // read-only folders and network disks may not know locks
  std::filesystem::path name = path;
  if (!unpacked.empty()) {
    name /= "unpacked";  // bytes in memory want a name that no file has
    constexpr size_t kGrowth = 4096;
    H5Pset_fapl_core(access, kGrowth, false);
    H5Pset_file_image(access, const_cast<std::byte*>(unpacked.data()), unpacked.size());  // which copies them
  } else {
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code)) throw DataError(where + ": is no file");
    if (H5Fis_hdf5(path.c_str()) <= 0) throw DataError(where + ": is no HDF5 file");
  }
  const hid_t file = H5Fopen(name.c_str(), H5F_ACC_RDONLY, access);
  if (file < 0) throw DataError(where + ": the HDF5 file is damaged or cut short");
  return file;
}

}  // namespace

struct Hdf5Library::Open {
  Open(const std::filesystem::path& path, std::span<const std::byte> unpacked, const std::string& where)
      : file(open_file(path, unpacked, where), H5Fclose),
        size(unpacked.empty() ? std::filesystem::file_size(path) : unpacked.size()) {}
  Handle file;
  uint64_t size;
};

Hdf5Library::Hdf5Library(const std::filesystem::path& path, std::span<const std::byte> unpacked,
                         const std::string& where)
    : path_(where), open_(std::make_unique<Open>(path, unpacked, where)) {}
Hdf5Library::~Hdf5Library() = default;

std::string Hdf5Library::where(const std::string& object) const { return path_ + ": " + object; }

bool Hdf5Library::contains(const std::string& object) const {
  for (size_t end = 0; end != object.npos;) {
    end = object.find('/', end + 1);
    const std::string part = object.substr(0, end);
    if (part.empty() || part.back() == '/') continue;
    H5L_info_t info;
    if (H5Lexists(open_->file, part.c_str(), H5P_DEFAULT) <= 0 ||
        H5Lget_info(open_->file, part.c_str(), &info, H5P_DEFAULT) < 0)
      return false;
    if (info.type != H5L_TYPE_HARD) throw DataError(where(part) + ": is a link, which is not followed");
  }
  return true;
}

std::vector<std::string> Hdf5Library::children(const std::string& group) const {
  if (!contains(group)) throw DataError(where(group) + ": is not there");
  const Handle id(H5Gopen2(open_->file, group.c_str(), H5P_DEFAULT), H5Gclose);
  if (id < 0) throw DataError(where(group) + ": is no group");
  std::vector<std::string> names;
  if (H5Literate(id, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_name, &names) < 0) unreadable(where(group));
  return names;
}

Value Hdf5Library::read(const std::string& dataset) const {
  const std::string place = where(dataset);
  if (!contains(dataset)) throw DataError(place + ": is not there");
  const Handle id(H5Dopen2(open_->file, dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (id < 0) throw DataError(place + ": is no dataset, or damaged");
  const Handle type(H5Dget_type(id), H5Tclose);
  const Handle space(H5Dget_space(id), H5Sclose);
  if (type < 0 || space < 0) unreadable(place);
  const Dataset opened{id, type, space, shape_of(space, place), place};
  check_storage(id, opened.shape, H5Tget_size(type), open_->size, place);

  const H5T_class_t kind = H5Tget_class(type);
  if (kind == H5T_STRING) return H5Tis_variable_str(type) > 0 ? read_variable_text(opened) : read_fixed_text(opened);
  const auto number = kind == H5T_INTEGER || kind == H5T_FLOAT ? number_type(type) : std::nullopt;
  if (!number) throw DataError(place + ": holds neither numbers nor text");
  return read_numbers(opened, *number);
}

}  // namespace mmim
