import DossierEngine

/// Why the keys of the vault cannot be used (khóa không dùng được), with the remedy; never with anything of a key.
enum VaultKeyRefusal: Error, Hashable, CustomStringConvertible {
    /// The database is encrypted and there is no key.
    case absent(file: String)
    /// Others than the owner may read or write the file.
    case open(file: String, mode: String)
    /// The file or the variable is no list of keys.
    case malformed(source: String, line: Int)
    /// The file cannot be read.
    case unreadable(file: String, reason: String)
    /// The file cannot be written.
    case unwritable(file: String, reason: String)
    /// Another key of that number was used.
    case wrong(Int64, source: String)
    /// A key that was used is not among those that are there.
    case missing(Int64, source: String)
    /// A new key has to be made by whoever sets the variable.
    case variableWithoutNewKey(next: Int64)

    /// What is wrong and what helps, in English and Vietnamese.
    var description: String { english + "\n" + vietnamese }

    private var english: String {
        switch self {
        case .absent(let file):
            "The personal data of this database are encrypted and the key file \(file) is missing. Put the copy of it "
                + "there, or name it with vault.keyFile (\(VaultKeySource.fileVariable)). Nothing was changed."
        case .open(let file, let mode):
            "Others may read or change the key file \(file) (mode \(mode)). Close it: chmod 600 \(file)"
        case .malformed(let source, let line):
            "\(source), line \(line): there must be keys, each a number, a colon and 64 hexadecimal digits. "
                + "Put the copy of the key in its place."
        case .unreadable(let file, let reason): "The key file \(file) cannot be read: \(reason)."
        case .unwritable(let file, let reason):
            "The key file \(file) cannot be written: \(reason). This user has to be able to write into its folder, and "
                + "there has to be room. A key that was there is as it was."
        case .wrong(let id, let source):
            "Key \(id) of \(source) is not the one this database was encrypted with; the database is not damaged. "
                + "Put the copy of its own key in its place."
        case .missing(let id, let source):
            "This database was encrypted with key \(id), which \(source) does not have. "
                + "Put the copy of the key file that has it in its place."
        case .variableWithoutNewKey(let next):
            "The key comes from \(VaultKeySource.variable). Add a new one behind it, \(next): and the 64 digits that "
                + "`openssl rand -hex 32` prints, and run rekey again."
        }
    }

    private var vietnamese: String {
        switch self {
        case .absent(let file):
            "Dữ liệu cá nhân đã được mã hóa nhưng không có tệp khóa \(file). Hãy chép bản sao tệp khóa vào đó hoặc "
                + "đặt vault.keyFile."
        case .open(let file, _): "Người khác đọc được hoặc sửa được tệp khóa \(file). Hãy chạy: chmod 600 \(file)"
        case .malformed(let source, let line):
            "\(source), dòng \(line): mỗi khóa gồm số, dấu hai chấm và 64 chữ số thập lục phân. "
                + "Hãy dùng bản sao của khóa."
        case .unreadable(let file, _):
            "Không đọc được tệp khóa \(file): hãy xem đó có phải là tệp thường và tài khoản này có quyền đọc không."
        case .unwritable(let file, let reason):
            "Không ghi được tệp khóa \(file) (\(reason)): tài khoản này phải ghi được vào thư mục đó và đĩa phải còn "
                + "chỗ. Khóa đang có vẫn như cũ."
        case .wrong(let id, _):
            "Khóa \(id) không phải khóa đã mã hóa cơ sở dữ liệu này; dữ liệu không hỏng. "
                + "Hãy dùng bản sao đúng của khóa."
        case .missing(let id, _): "Thiếu khóa \(id) đã dùng để mã hóa. Hãy dùng bản sao tệp khóa có khóa này."
        case .variableWithoutNewKey(let next):
            "Khóa lấy từ \(VaultKeySource.variable). Hãy thêm khóa mới số \(next) vào sau rồi chạy lại motcua rekey."
        }
    }
}

extension VaultKeyRefusal {
    /// Tells a mismatch with where the keys came from.
    init(_ mismatch: VaultKeyMismatch, source: String) {
        switch mismatch {
        case .missing(let id): self = .missing(id, source: source)
        case .wrong(let id): self = .wrong(id, source: source)
        }
    }
}
