import DossierEngine
import Testing

@Suite struct JSONValueTests {
    @Test("a value gives what it is and nil for what it is not")
    func kinds() throws {
        let value = try JSONParser.parse(
            bytes(#"{"text":"a","number":7,"flag":true,"list":[1],"none":null,"half":0.5}"#)
        )

        #expect(value["text"]?.string == "a")
        #expect(value["text"]?.integer == nil)
        #expect(value["number"]?.integer == 7)
        #expect(value["number"]?.string == nil)
        #expect(value["half"]?.integer == nil)
        #expect(value["flag"]?.bool == true)
        #expect(value["number"]?.bool == nil)
        #expect(value["list"]?.array == [.integer(1)])
        #expect(value["text"]?.array == nil)
        #expect(value["none"]?.isNull == true)
        #expect(value["text"]?.isNull == false)
        #expect(value["missing"] == nil)
        #expect(JSONValue.array([])["text"] == nil)
    }
}
