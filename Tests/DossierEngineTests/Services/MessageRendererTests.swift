import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct MessageRendererTests {
    @Test(
        "an instant is written with its hour first, Vietnam's time",
        arguments: [
            ("2022-01-10T10:20:00+07:00", "10:20 10/01/2022"), ("2022-01-10T10:20:59.999+07:00", "10:20 10/01/2022"),
            ("2022-12-31T17:00:00Z", "00:00 01/01/2023"), ("2022-09-05T07:05:00+07:00", "07:05 05/09/2022"),
        ]
    )
    func instants(moment: String, written: String) throws {
        #expect(MessageRenderer.written(try #require(Instant(iso8601: moment))) == written)
    }

    @Test(
        "an amount is written in groups of three",
        arguments: [
            (1, "1 đ"), (999, "999 đ"), (1_000, "1.000 đ"), (100_000, "100.000 đ"), (1_250_000, "1.250.000 đ"),
            (1_000_007, "1.000.007 đ"), (12_034_056_078, "12.034.056.078 đ"), (nil, "theo thông báo"),
        ] as [(Int64?, String)]
    )
    func amounts(dong: Int64?, written: String) {
        #expect(MessageRenderer.amount(dong) == written)
    }
}
