import Testing

@testable import SMSGateways

/// How XML is read that a provider sent.
struct ReplyXMLTests {
    private static let viettel = """
        <?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>
        <ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return><message>Insert MT_QUEUE: OK</message>
        <result>1</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>
        """

    private func text(_ xml: String, at path: String) throws -> String? {
        let read = try #require(ReplyXML.read(Array(xml.utf8)))
        return try JSONPath(path, field: "path").text(in: read)
    }

    @Test(
        "a path leads to the text of an element, whatever prefixes the provider chose",
        arguments: [
            (viettel, "Envelope.Body.wsCpMtResponse.return.result", "1"),
            (viettel, "Envelope.Body.wsCpMtResponse.return.message", "Insert MT_QUEUE: OK"),
            ("<a:r xmlns:a='u'><b:r xmlns:b='v'><a:r>1</a:r></b:r></a:r>", "r.r.r", "1"),
            ("\u{FEFF}<!-- < --><?x > ?>\n<a\n><!-- </a> -->1<?x?></a \n>\n<!--b-->", "a", "1"),
            ("<a> \r\n\t1 2\n </a>", "a", "1 2"), ("<a><![CDATA[<b>&amp;]] ]]></a>", "a", "<b>&amp;]]"),
            ("<a>&lt;&gt;&amp;&quot;&apos;&#225;&#x1EBF;&#x1F600;</a>", "a", "<>&\"'áế😀"),
            ("<a x=\"1>2\" y = '/>\"&amp;'><b>Hồ sơ</b></a>", "a.b", "Hồ sơ"),
            ("<a><b>1</b><b>2</b><c>3</c></a>", "a.b", "1"), ("<a>x<b>1</b>y</a>", "a.b", "1"),
            ("<a><b/></a>", "a.b", ""), ("<a><b x='1' /><b>2</b></a>", "a.b", ""), ("<a-1._>2</a-1._>", "a-1", nil),
            ("<a>x<b>1</b></a>", "a", nil), ("<a>1</a>", "a.b", nil), ("<a>1</a>", "b", nil),
            ("<kếtQuả>1</kếtQuả>", "kếtQuả", "1"),
        ] as [(String, String, String?)]
    )
    func paths(xml: String, path: String, expected: String?) throws {
        let found = try text(xml, at: path)

        #expect(found == expected)
    }

    @Test(
        "what is no XML, or asks for more than to be read, is no answer",
        arguments: [
            "", " ", "1", #"{"a":1}"#, "<a>", "<a", "<", "</a>", "<a></b>", "<a><b></a></b>", "<x:a></y:a>", "<a/><b/>",
            "<a/>1", "<html><br></html>", "<a>&nbsp;</a>", "<a>& b</a>", "<a>&amp</a>", "<a>&#0;</a>",
            "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#;</a>", "<a>&#+65;</a>", "<a>&;</a>", "<a b></a>", "<a b=1/>",
            #"<a b="<"/>"#, #"<a b="1"c="2"/>"#, #"<a b="1/>"#, "<a b='&x;'/>", "<1a/>", "<-a/>",
            "< a/>", "<a><!-- </a>", "<a><![CDATA[x</a>", "<?xml <a/>",
            "<!DOCTYPE a><a/>", "<a><!DOCTYPE a></a>", #"<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>1</a>"#,
            #"<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;">]><a>&c;</a>"#,
        ]
    )
    func malformed(xml: String) {
        #expect(ReplyXML.read(Array(xml.utf8)) == nil)
    }

    @Test("bytes that are not UTF-8 are no answer")
    func otherEncodings() {
        #expect(ReplyXML.read(Array("<a>".utf8) + [0xE1] + Array("</a>".utf8)) == nil)
        #expect(ReplyXML.read("<a>1</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == nil)
    }

    @Test("depth and length are bounded")
    func bounds() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        let wide = "<a>" + String(repeating: "<b>1</b>", count: 8_000) + "</a>"
        let long = "<a>" + String(repeating: "x", count: GatewayCall.maximumReplyBytes) + "</a>"
        let first = try text(wide, at: "a.b")

        #expect(ReplyXML.read(nested(ReplyXML.maximumDepth)) != nil)
        #expect(ReplyXML.read(nested(ReplyXML.maximumDepth + 1)) == nil)
        #expect(ReplyXML.read(nested(9_000)) == nil)
        #expect(first == "1")
        #expect(ReplyXML.read(Array(long.utf8)) == nil)
    }
}
