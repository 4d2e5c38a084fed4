import Testing

@testable import motcua

@Suite("The time of a log line")
struct LogTimestampTests {
    @Test(
        "milliseconds since 1970 are written in Vietnam's time",
        arguments: [
            (Int64(0), "1970-01-01T07:00:00.000+07:00"),
            // One millisecond before 1970-01-01 00:00 in Vietnam, which is 7 h before the epoch.
            (-25_200_001, "1969-12-31T23:59:59.999+07:00"),
            // 951,782,400 s is 2000-02-29 00:00 UTC: 11,016 days, the leap day of a century year that has one.
            (951_782_400_000, "2000-02-29T07:00:00.000+07:00"),
            // 2022-01-05 17:00 UTC is midnight of the 6th in Vietnam: 18,997 × 86,400 s + 61,200 s.
            (1_641_402_000_000, "2022-01-06T00:00:00.000+07:00"),
            // 2023-12-31 16:59:59.999 UTC, the last millisecond of the year: 19,722 × 86,400 s + 61,199.999 s.
            (1_704_041_999_999, "2023-12-31T23:59:59.999+07:00"),
        ]
    )
    func text(milliseconds: Int64, expected: String) {
        #expect(LogTimestamp.text(milliseconds: milliseconds) == expected)
    }
}
