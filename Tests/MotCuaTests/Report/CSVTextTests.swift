import Testing

@testable import motcua

struct CSVTextTests {
    @Test(
        "no cell is a formula to a spreadsheet, whatever stands behind its sign",
        arguments: [
            ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("\nx", "\"'\nx\""),
            ("\r\n=1", "\"'\r\n=1\""), ("+A1", "'+A1"), ("-", "'-"), ("-2+3+cmd|'/C x'!A", "'-2+3+cmd|'/C x'!A"),
            ("+84905123456*A1", "'+84905123456*A1"), ("-1\u{0301}", "'-1\u{0301}"), ("=\u{200D}1", "'=\u{200D}1"),
            ("＝1+1", "'＝1+1"), ("－2+3", "'－2+3"), ("+\u{0663}", "'+\u{0663}"),
        ]
    )
    func formulas(raw: String, written: String) {
        #expect(Array(CSVText.line([raw]).utf8) == Array((written + "\r\n").utf8))
    }

    @Test(
        "telephones, numbers and words stay as they are, between quotes where they need them",
        arguments: [
            ("+84905123456", "+84905123456"), ("+84 (905) 123.456", "+84 (905) 123.456"), ("-12.50", "-12.50"),
            ("-1,5", "\"-1,5\""), ("0905-123-456", "0905-123-456"), ("a=b", "a=b"), ("", ""), ("   ", "   "),
            ("Tổ 5, \"xóm Đình\"", "\"Tổ 5, \"\"xóm Đình\"\"\""),
        ]
    )
    func others(raw: String, written: String) { #expect(CSVText.line([raw]) == written + "\r\n") }
}
