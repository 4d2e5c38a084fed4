import Testing

/// A procedure's way through 2022 with every step done at the very end of its hours, worked out by hand.
///
/// All are received on Wednesday 5 January at 10:20. Offices work 07:30-11:30 and 13:00-17:00, the tax office
/// 07:00-11:30 and 13:30-17:00, both 8 hours a day, so that one working day more is the same time of day (domain.md
/// §1.6). Working days: 5, 6, 7, 10 to 14, 17 to 21, 24 to 28 January; Tết closes 29 January to 6 February; then 7 to
/// 11 February. Hours and units are those of the catalogue (domain.md §4.3).
struct HandWorkedRoute: Sendable, CustomTestStringConvertible {
    /// One step and the instant at which it is done.
    struct Stop: Sendable {
        let id: String
        /// Nil for the citizen's payment, which has no due instant.
        let unit: String?
        let end: String

        init(_ id: String, _ unit: String?, _ end: String) {
            self.id = id
            self.unit = unit
            self.end = HandWorkedRoute.full(end)
        }
    }

    let procedure: String
    /// The appointment given at the intake.
    let appointment: String
    /// The appointment at the end, later where the clock stood still.
    let lastAppointment: String
    /// The steps in the order in which they end, all but the hand-over.
    let stops: [Stop]
    /// When the hours of the hand-over end.
    let handOverEnd: String

    init(_ procedure: String, due appointment: String, later: String? = nil, _ stops: [Stop], handOver: String) {
        self.procedure = procedure
        self.appointment = Self.full(appointment)
        lastAppointment = Self.full(later ?? appointment)
        self.stops = stops
        handOverEnd = Self.full(handOver)
    }

    var testDescription: String { procedure }

    /// The first second at which the dossier is late.
    var lateSecond: String { lastAppointment.replacing(":00+", with: ":01+") }

    /// Completes `01-05 13:50` to an instant of 2022.
    private static func full(_ short: String) -> String {
        "2022-" + short.replacing(" ", with: "T") + ":00+07:00"
    }

    static let all = [household, landTransfer, birth, landCertificate, allowance]

    /// 3 days: Monday the 10th, 10:20.
    static let household = HandWorkedRoute(
        "1.001612",
        due: "01-10 10:20",
        [
            Stop("intake", "BPMC-H", "01-05 13:50"),  // 2 h: 1:10 to 11:30, 0:50 after lunch
            Stop("appraise", "TCKH", "01-06 13:50"),  // 8 h: a day
            Stop("issue-tax-code", "THUE", "01-07 09:50"),  // 6 h: 3:10 to 17:00, 2:50 from 07:00 on the 7th
            Stop("sign", "TCKH", "01-10 07:50"),  // 6 h: 1:40 to 11:30, 4 h, 0:20 from 07:30 on Monday
        ],
        handOver: "01-10 09:50"  // 2 h
    )

    /// 10 days: Wednesday the 19th, 10:20.
    ///
    /// The tax notice of Friday the 14th, 10:20, leaves 3 days (17, 18, 19); paid on
    /// Thursday the 27th at 14:00 they end on Friday the 28th, Monday 7 and Tuesday 8 February at 14:00.
    static let landTransfer = HandWorkedRoute(
        "2.000889",
        due: "01-19 10:20",
        later: "02-08 14:00",
        [
            Stop("intake", "BPMC-H", "01-05 15:50"),  // 4 h: 1:10 to 11:30, 2:50 from 13:00
            Stop("examine", "CNVPDK", "01-10 15:50"),  // 24 h: the 6th, 7th, 10th
            Stop("send-cadastral-slip", "CNVPDK", "01-11 10:20"),  // 4 h: 1:10 to 17:00, 2:50 from 07:30
            Stop("assess-tax", "THUE", "01-14 10:20"),  // 24 h: the 12th, 13th, 14th
            Stop("pay", nil, "01-27 14:00"),
            Stop("update", "CNVPDK", "02-07 14:00"),  // 16 h: 28 January, 7 February
            Stop("sign", "CNVPDK", "02-08 10:30"),  // 6 h: 3 h to 17:00, 3 h from 07:30
        ],
        handOver: "02-08 14:00"  // 2 h: 1 h to 11:30, 1 h from 13:00
    )

    /// 3 days: Monday the 10th, 10:20; police and insurance work side by side.
    static let birth = HandWorkedRoute(
        "2.002621",
        due: "01-10 10:20",
        [
            Stop("intake", "BPMC-X", "01-05 11:20"),  // 1 h
            Stop("register-birth", "TPHT-X", "01-06 10:20"),  // 7 h: 0:10 to 11:30, 4 h, 2:50 from 07:30
            Stop("register-residence", "CA", "01-07 15:50"),  // 12 h: a day to the 7th, 1:10 to 11:30, 2:50
            Stop("issue-insurance-card", "BHXH", "01-07 15:50"),  // the same
        ],
        handOver: "01-10 10:20"  // 4 h: 1:10 to 17:00, 2:50 on Monday
    )

    /// 7 days: Friday the 14th, 10:20.
    static let landCertificate = HandWorkedRoute(
        "1.004199",
        due: "01-14 10:20",
        [
            Stop("intake", "BPMC-H", "01-05 15:50"),  // 4 h
            Stop("examine", "CNVPDK", "01-11 10:20"),  // 28 h: the 6th, 7th, 10th, then 1:10 and 2:50
            Stop("confirm-on-site", "CT-X", "01-12 10:20"),  // 8 h
            Stop("approve", "CNVPDK", "01-13 08:20"),  // 6 h: 1:10 to 11:30, 4 h, 0:50 from 07:30
            Stop("sign", "STNMT", "01-13 15:50"),  // 6 h: 3:10 to 11:30, 2:50 from 13:00
        ],
        handOver: "01-14 10:20"  // 4 h: 1:10 to 17:00, 2:50 from 07:30
    )

    /// 22 days: 17 in January, the 22nd is Friday 11 February, 10:20.
    static let allowance = HandWorkedRoute(
        "1.001776",
        due: "02-11 10:20",
        [
            Stop("intake", "BPMC-X", "01-05 15:50"),  // 4 h
            // 84 h: ten days (6, 7, 10 to 14, 17, 18, 19) and 4 h: 1:10 to 17:00, 2:50 from 07:30
            Stop("review-and-post", "LDXH-X", "01-20 10:20"),
            Stop("propose", "CT-X", "01-20 15:50"),  // 4 h: 1:10 to 11:30, 2:50 from 13:00
            Stop("appraise", "LDTBXH", "02-07 15:50"),  // 56 h: 21, 24 to 28 January, 7 February
            Stop("decide", "CT-H", "02-10 15:50"),  // 24 h: 8, 9, 10 February
        ],
        handOver: "02-11 10:20"  // 4 h
    )
}
