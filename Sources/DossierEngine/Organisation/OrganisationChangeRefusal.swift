/// An organisation that is not taken into use (cơ cấu tổ chức bỏ đơn vị còn hồ sơ): open dossiers would have no unit,
/// or what units did would be reckoned by the hours of another agency.
public struct OrganisationChangeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many units are named in words; the others are counted.
    static let maximumNames = 10

    /// The version refused.
    public let version: ConfigurationVersion
    /// The units, by name.
    public let losses: [UnitLoss]

    /// What is wrong and what to do, a paragraph in English and one in Vietnamese.
    public var description: String { english + "\n" + vietnamese }

    private var english: String {
        let more = hidden == 0 ? "" : "; and \(hidden) more units"
        return "The organisation \(version) cannot be taken into use, because dossiers need its units: "
            + losses.prefix(Self.maximumNames).map(\.english).joined(separator: "; ") + more
            + ". Put the units back as they were until these dossiers have ended (completed, or withdrawn or stopped), "
            + "then start again; a commune that is no more is merged into another by `motcua commune merge`. A unit "
            + "never changes its agency: give the one of the new agency a name of its own."
    }

    private var vietnamese: String {
        let more = hidden == 0 ? "" : "; và \(hidden) đơn vị khác"
        return "Không thể áp dụng cơ cấu tổ chức \(version.name) phiên bản \(version.version), vì còn hồ sơ "
            + "cần các đơn vị: " + losses.prefix(Self.maximumNames).map(\.vietnamese).joined(separator: "; ")
            + more + ". Hãy giữ nguyên các đơn vị này cho đến khi các hồ sơ đó kết thúc (đã trả kết quả, rút hoặc "
            + "dừng), rồi khởi động lại; xã đã sáp nhập thì dùng `motcua commune merge`. Đơn vị không đổi cơ quan: hãy "
            + "đặt mã đơn vị mới cho đơn vị của cơ quan mới."
    }

    private var hidden: Int { max(0, losses.count - Self.maximumNames) }
}

extension UnitLoss {
    fileprivate var english: String {
        let change =
            switch kind {
            case .gone: "is left out"
            case .moved(let agency): "is moved to the agency \(agency)"
            case .deskChanged: "is a desk in only one of both versions"
            }
        let open = if case .moved = kind { "" } else { "open " }
        let count = dossiers == 1 ? "1 \(open)dossier" : "\(dossiers) \(open)dossiers"
        return "\(place) (\(name)) \(change), \(count), the oldest \(example)"
    }

    fileprivate var vietnamese: String {
        let change =
            switch kind {
            case .gone: "bị bỏ"
            case .moved(let agency): "bị chuyển sang cơ quan \(agency)"
            case .deskChanged: "bị đổi tư cách bộ phận một cửa"
            }
        return "\(place) (\(name)) \(change), còn \(dossiers) hồ sơ, cũ nhất là \(example)"
    }
}
