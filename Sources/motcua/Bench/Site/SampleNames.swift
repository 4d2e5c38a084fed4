import DossierTestKit

/// Invented names (tên mẫu) as often as names are in Quảng Nam: few families and middle words, many given names.
///
/// Source of the families: see `NameTokens`. The shares of given names are no statistics: the commonest is one in
/// fifty, and each further one rarer.
struct SampleNames {
    /// Families of the Cơ Tu, each less than one in a thousand here.
    static let rareFamilies = [
        "Alăng", "Arất", "Ating", "Bhling", "Bhnướch", "Bríu", "Coor", "Hiên", "Pơloong", "Ríah", "Tơngôl", "Zơrâm",
    ]

    private static let families: [(name: String, perMille: UInt64)] = [
        ("Nguyễn", 380), ("Trần", 121), ("Lê", 95), ("Phạm", 70), ("Phan", 45), ("Huỳnh", 30), ("Võ", 22),
        ("Hoàng", 21), ("Đặng", 21), ("Bùi", 20), ("Vũ", 17), ("Đỗ", 14), ("Hồ", 13), ("Ngô", 13), ("Dương", 10),
        ("Trương", 10), ("Đinh", 9), ("Đoàn", 9), ("Lương", 8), ("Mai", 8), ("Trịnh", 8), ("Cao", 7), ("Hà", 7),
        ("Lâm", 6), ("Lý", 5), ("Tạ", 5), ("Thái", 5), ("Tô", 5), ("Châu", 5), ("Phùng", 4), ("Quách", 4),
    ]
    private static let men = [
        "Văn", "Văn", "Văn", "Văn", "Đức", "Hữu", "Minh", "Quốc", "Công", "Thanh", "Xuân", "Đình",
    ]
    private static let women = [
        "Thị", "Thị", "Thị", "Thị", "Thị Ngọc", "Thị Thu", "Thị Thanh", "Thị Hồng", "Thị Kim", "Ngọc", "Thị Mỹ",
    ]
    private static let given = words(
        """
        Anh Hùng Hương Lan Minh Hoa Thảo Dũng Linh Tuấn Hà Nam Phương Nga Sơn Hạnh Long Thủy Hải Mai Bình Yến Tâm Đức
        Cường Trang Hằng Phúc Thành Nhung Quang Vân Hòa Loan Trung Bích Khánh Ngân Vinh Oanh Tùng Liên Thắng Nguyệt
        Kiên Diễm Hiếu Thúy Huy Ngọc Tú Hiền Dung Châu Nhi Giang Trâm An Tài Phượng Hậu Lợi Quân Chi Thu Khoa Uyên Lâm
        Trinh Phong Vy Hưng Quỳnh Đạt Duyên Nghĩa Tuyết Lộc Thơ Mỹ Tín Xuân Bảo Sương Khôi Hoàn Toàn Ánh Danh Diệu Thịnh
        Kiều Trí My Tiến Ly Việt Cúc Lực Đào Nhân Hường Công Sen Chiến Lài Thiện Gấm Luân Bé Nhật Ái Tân Hợp Phước Điệp
        Sáng Lành Vương Thêm Hoài Bông Khiêm Út Triều Nở Hiệp Thắm Quý Xinh Đông Thương Tấn Nhàn Pháp Cẩm Thạch Lệ Đồng
        Duy Tiên Chung Thi Học Bưởi Kha Mận Cầu Tươi Chánh Lụa Hảo Én Ninh Tường Nguyên Thụy Vĩnh Kỳ Huệ Tịnh Khuê Hạ
        """
    )

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The same number draws the same name.
    private var chance: SeededGenerator

    private init(_ number: Int) {
        chance = SeededGenerator(seed: UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The name of a number.
    static func name(_ number: Int) -> String {
        var names = SampleNames(number)
        let middles = names.draw(2) == 0 ? men : women
        return [names.family(), middles[Int(names.draw(UInt64(middles.count)))], names.givenName()]
            .joined(separator: " ")
    }

    private mutating func family() -> String {
        var rest = draw(1_000)
        for family in Self.families {
            if rest < family.perMille { return family.name }
            rest -= family.perMille
        }
        return Self.rareFamilies[Int(draw(UInt64(Self.rareFamilies.count)))]
    }

    /// Each given name is drawn as often as one in its place and some twenty more.
    private mutating func givenName() -> String {
        let weights = Self.given.indices.map { UInt64(1_000_000 / ($0 + 20)) }
        var rest = draw(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if rest < weight { return Self.given[index] }
            rest -= weight
        }
        return Self.given[0]
    }

    private mutating func draw(_ count: UInt64) -> UInt64 { chance.next() % count }
}
