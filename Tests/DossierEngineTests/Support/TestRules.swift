import DossierDomain
import DossierEngine
import SMSText
import Testing
import WorkingCalendar

/// The rules under which these tests' dossiers are taken: those of 2018.
enum TestRules {
    /// The names of the national table (domain.md §2.1).
    static let statusNames: [Status: String] = [
        .submitted: "Mới đăng ký", .received: "Được tiếp nhận", .refused: "Không được tiếp nhận",
        .processing: "Đang xử lý", .awaitingSupplement: "Yêu cầu bổ sung giấy tờ",
        .awaitingPayment: "Yêu cầu thực hiện nghĩa vụ tài chính", .withdrawn: "Công dân yêu cầu rút hồ sơ",
        .stopped: "Dừng xử lý", .finished: "Đã xử lý xong", .handedOver: "Đã trả kết quả",
    ]

    static func regime(
        _ id: RegimeID = "2018",
        version: Int = 1,
        from first: String = "2018-06-21",
        until last: String? = nil,
        names: [Status: String] = statusNames
    ) throws -> Regime {
        Regime(
            id: id,
            version: version,
            effectiveFrom: try date(first),
            effectiveUntil: try last.map(date),
            codePattern: try #require(CodePattern(yearDigits: 2, serialDigits: 4)),
            statusNames: names,
            forms: []
        )
    }

    static func make(
        procedures: [Procedure]? = nil,
        kept keptProcedures: KeptProcedures? = nil,
        regime: Regime? = nil,
        beside regimes: [Regime] = [],
        older keptRegimes: [Regime] = []
    ) throws -> Rules {
        let district = try District.shared()
        return Rules(
            organisation: district.organisation,
            calendars: district.calendars,
            procedures: try procedures ?? Procedures.all(),
            keptProcedures: keptProcedures,
            regimes: regimes,
            namedRegime: try regime ?? self.regime(),
            keptRegimes: keptRegimes,
            texts: [:],
            sendsAccents: false
        )
    }
}
