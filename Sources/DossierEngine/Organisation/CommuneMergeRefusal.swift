public import DossierDomain

/// Why a commune is not merged into another one (không sáp nhập xã được); nothing has changed then.
public enum CommuneMergeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Both are the same one.
    case sameCommune(Commune)
    /// It is the one that is meant where nobody names one, so the organisation needs it.
    case defaultCommune(Commune)

    /// What is wrong and what to do, a paragraph in English and one in Vietnamese.
    public var description: String { english + "\n" + vietnamese }

    private var english: String {
        switch self {
        case .sameCommune(let commune):
            "\(commune.fullName) cannot be merged into itself: name another commune with --into."
        case .defaultCommune(let commune):
            "\(commune.fullName) is the organisation's default commune: choose another one (`defaultCommune`) in a "
                + "higher version of its file, start the server once with it, then merge."
        }
    }

    private var vietnamese: String {
        switch self {
        case .sameCommune(let commune):
            "Không thể sáp nhập \(commune.fullName) vào chính nó: hãy chỉ ra xã khác bằng --into."
        case .defaultCommune(let commune):
            "\(commune.fullName) là xã mặc định của cơ cấu tổ chức: hãy chọn xã khác (`defaultCommune`) trong phiên "
                + "bản cao hơn, khởi động dịch vụ một lần, rồi mới sáp nhập."
        }
    }
}
