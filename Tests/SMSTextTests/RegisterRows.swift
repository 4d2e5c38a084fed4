import Testing

/// A phone of the January 2022 desk register as a clerk typed it, with the reading that the answer key gives.
struct RegisterPhone: Sendable, CustomTestStringConvertible {
    enum Reading: Sendable, Equatable {
        case mobile(String)
        case landline
        case invalid
    }

    let line: Int
    let typed: String
    let reading: Reading

    var testDescription: String { "line \(line)" }

    /// Every way of writing that the register holds, several times each with different prefixes.
    static let examples: [RegisterPhone] = [
        RegisterPhone(line: 2, typed: "02356954724", reading: .landline),
        RegisterPhone(line: 3, typed: "0779509227", reading: .mobile("+84779509227")),
        RegisterPhone(line: 4, typed: "07785739", reading: .invalid),
        RegisterPhone(line: 5, typed: "0881 489 023", reading: .mobile("+84881489023")),
        RegisterPhone(line: 6, typed: "0568756172", reading: .mobile("+84568756172")),
        RegisterPhone(line: 7, typed: "0389823576", reading: .mobile("+84389823576")),
        RegisterPhone(line: 8, typed: "0789 715 479", reading: .mobile("+84789715479")),
        RegisterPhone(line: 9, typed: "+84329665593", reading: .mobile("+84329665593")),
        RegisterPhone(line: 10, typed: "0524416133", reading: .mobile("+84524416133")),
        RegisterPhone(line: 11, typed: "0783374595", reading: .mobile("+84783374595")),
        RegisterPhone(line: 12, typed: "+84979166569", reading: .mobile("+84979166569")),
        RegisterPhone(line: 13, typed: "0898290023", reading: .mobile("+84898290023")),
        RegisterPhone(line: 14, typed: "0834509455", reading: .mobile("+84834509455")),
        RegisterPhone(line: 15, typed: "0886708953", reading: .mobile("+84886708953")),
        RegisterPhone(line: 16, typed: "0388.519.937", reading: .mobile("+84388519937")),
        RegisterPhone(line: 19, typed: "08895745", reading: .invalid),
        RegisterPhone(line: 21, typed: "0997 018 048", reading: .mobile("+84997018048")),
        RegisterPhone(line: 22, typed: "84347634419", reading: .mobile("+84347634419")),
        RegisterPhone(line: 24, typed: "+84770124961", reading: .mobile("+84770124961")),
        RegisterPhone(line: 25, typed: "0810 631 730", reading: .mobile("+84810631730")),
        RegisterPhone(line: 26, typed: "0904 971 515", reading: .mobile("+84904971515")),
        RegisterPhone(line: 30, typed: "0708 948 174", reading: .mobile("+84708948174")),
        RegisterPhone(line: 37, typed: "01261409285", reading: .mobile("+84761409285")),
        RegisterPhone(line: 39, typed: "+84561387605", reading: .mobile("+84561387605")),
        RegisterPhone(line: 45, typed: "0812 446 676", reading: .mobile("+84812446676")),
        RegisterPhone(line: 46, typed: "0843 434 731", reading: .mobile("+84843434731")),
        RegisterPhone(line: 51, typed: "+84840369320", reading: .mobile("+84840369320")),
        RegisterPhone(line: 60, typed: "07715179", reading: .invalid),
        RegisterPhone(line: 62, typed: "84863701257", reading: .mobile("+84863701257")),
        RegisterPhone(line: 68, typed: "01210966137", reading: .mobile("+84790966137")),
        RegisterPhone(line: 69, typed: "0847.116.289", reading: .mobile("+84847116289")),
        RegisterPhone(line: 73, typed: "không có số", reading: .invalid),
        RegisterPhone(line: 87, typed: "0364.495.789", reading: .mobile("+84364495789")),
        RegisterPhone(line: 89, typed: "84893050730", reading: .mobile("+84893050730")),
        RegisterPhone(line: 93, typed: "0084862000125", reading: .mobile("+84862000125")),
        RegisterPhone(line: 96, typed: "84778160859", reading: .mobile("+84778160859")),
        RegisterPhone(line: 100, typed: "0928.446.401", reading: .mobile("+84928446401")),
        RegisterPhone(line: 114, typed: "84521362407", reading: .mobile("+84521362407")),
        RegisterPhone(line: 116, typed: "0860.526.047", reading: .mobile("+84860526047")),
        RegisterPhone(line: 132, typed: "84931485895", reading: .mobile("+84931485895")),
        RegisterPhone(line: 161, typed: "01638087680", reading: .mobile("+84338087680")),
        RegisterPhone(line: 162, typed: "0387.300.569", reading: .mobile("+84387300569")),
        RegisterPhone(line: 166, typed: "84765035345", reading: .mobile("+84765035345")),
        RegisterPhone(line: 172, typed: "84942478563", reading: .mobile("+84942478563")),
        RegisterPhone(line: 173, typed: "01233211806", reading: .mobile("+84833211806")),
        RegisterPhone(line: 191, typed: "0367.003.043", reading: .mobile("+84367003043")),
        RegisterPhone(line: 226, typed: "0925.626.229", reading: .mobile("+84925626229")),
        RegisterPhone(line: 245, typed: "01270024904", reading: .mobile("+84810024904")),
        RegisterPhone(line: 273, typed: "84998939778", reading: .mobile("+84998939778")),
        RegisterPhone(line: 43, typed: "02355304239", reading: .landline),
        RegisterPhone(line: 58, typed: "02355953998", reading: .landline),
        RegisterPhone(line: 65, typed: "02356073094", reading: .landline),
        RegisterPhone(line: 80, typed: "02358415196", reading: .landline),
        RegisterPhone(line: 107, typed: "0084842506010", reading: .mobile("+84842506010")),
        RegisterPhone(line: 122, typed: "02354930791", reading: .landline),
        RegisterPhone(line: 183, typed: "0084937657778", reading: .mobile("+84937657778")),
        RegisterPhone(line: 198, typed: "0084342421671", reading: .mobile("+84342421671")),
        RegisterPhone(line: 250, typed: "0084353888080", reading: .mobile("+84353888080")),
        RegisterPhone(line: 397, typed: "0084996687447", reading: .mobile("+84996687447")),
        RegisterPhone(line: 482, typed: "0084355318813", reading: .mobile("+84355318813")),
    ]
}

/// A name of the same register that has to be cleaned, with the clean name of the answer key.
struct RegisterName: Sendable, CustomTestStringConvertible {
    let line: Int
    let typed: String
    let tidied: String

    var testDescription: String { "line \(line)" }

    static let examples: [RegisterName] = [
        RegisterName(line: 8, typed: "Vo\u{0303} Co\u{0302}ng Uye\u{0302}n", tidied: "Võ Công Uyên"),
        RegisterName(line: 42, typed: "Ngo\u{0302} Thanh Vu\u{0303}", tidied: "Ngô Thanh Vũ"),
        RegisterName(
            line: 43,
            typed: "Ho\u{0302}\u{0300} Hu\u{031B}\u{0303}u Cu\u{031B}o\u{031B}\u{0300}ng",
            tidied: "Hồ Hữu Cường"
        ),
        RegisterName(
            line: 62,
            typed: "Đa\u{0323}\u{0306}ng Thi\u{0323} Kim Quy\u{0300}nh",
            tidied: "Đặng Thị Kim Quỳnh"
        ),
        RegisterName(line: 72, typed: "Pha\u{0323}m Thanh Tuye\u{0302}\u{0301}t", tidied: "Phạm Thanh Tuyết"),
        RegisterName(line: 94, typed: "  Trần  Thị  Thúy ", tidied: "Trần Thị Thúy"),
        RegisterName(line: 127, typed: "  Đặng  Ngọc  An ", tidied: "Đặng Ngọc An"),
        RegisterName(line: 176, typed: "  Phạm  Quốc  Thúy ", tidied: "Phạm Quốc Thúy"),
        RegisterName(line: 193, typed: "  Nguyễn  Thanh  Hòa ", tidied: "Nguyễn Thanh Hòa"),
        RegisterName(line: 240, typed: "  Võ  Xuân  Dũng ", tidied: "Võ Xuân Dũng"),
    ]
}
