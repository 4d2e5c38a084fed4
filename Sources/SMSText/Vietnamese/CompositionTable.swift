// The Unicode Standard 15, chapter 3.11 (normalization forms) and UnicodeData.txt, field 5.

/// The canonical compositions, by combining mark: Latin, Greek and Cyrillic letters, signs and kana.
///
/// The standard library offers no public normalisation and this ring may not import Foundation, so the pairs are
/// written out: every primary composite of the Unicode Character Database, other scripts in ``OtherScriptsTable``. The
/// file itself has to stay in NFC, else a pair would fall apart into more than two scalars; the tests against
/// Foundation would fail.
enum CompositionTable {
    /// The pairs of each mark: a base scalar, then what base and mark make together, and so on.
    static let rows: [(mark: Unicode.Scalar, pairs: String)] = [
        (
            "\u{0300}",
            "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓἘἚ"
                + "ἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊ᾿῍ϊῒΙῚ῾῝ϋῢΥῪ¨῭ΟῸΩῺ"
        ),
        (
            "\u{0301}",
            "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿ¨΅ΑΆΕΈΗΉΙΊΟΌΥΎΩΏϊΐαάεέ"
                + "ηήιίϋΰοόυύωώϒϓГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứἀἄἁἅ"
                + "ἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞"
        ),
        ("\u{0302}", "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
        ("\u{0303}", "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
        ("\u{0304}", "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ"),
        ("\u{0306}", "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ"),
        (
            "\u{0307}",
            "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏ"
                + "ſẛ"
        ),
        (
            "\u{0308}",
            "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦhḧ"
                + "ÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ"
        ),
        ("\u{0309}", "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
        ("\u{030A}", "AÅaåUŮuůwẘyẙ"),
        ("\u{030B}", "OŐoőUŰuűУӲуӳ"),
        ("\u{030C}", "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ"),
        ("\u{030F}", "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
        ("\u{0311}", "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
        ("\u{0313}", "αἀΑἈεἐΕἘηἠΗἨιἰΙἸοὀΟὈυὐωὠΩὨρῤ"),
        ("\u{0314}", "αἁΑἉεἑΕἙηἡΗἩιἱΙἹοὁΟὉυὑΥὙωὡΩὩρῥΡῬ"),
        ("\u{031B}", "OƠoơUƯuư"),
        ("\u{0323}", "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
        ("\u{0324}", "UṲuṳ"),
        ("\u{0325}", "AḀaḁ"),
        ("\u{0326}", "SȘsșTȚtț"),
        ("\u{0327}", "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
        ("\u{0328}", "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
        ("\u{032D}", "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
        ("\u{032E}", "HḪhḫ"),
        ("\u{0330}", "EḚeḛIḬiḭUṴuṵ"),
        ("\u{0331}", "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
        (
            "\u{0338}",
            "=≠<≮>≯←↚→↛↔↮⇐⇍⇔⇎⇒⇏∃∄∈∉∋∌∣∤∥∦∼≁≃≄≅≇≈≉≡≢≍≭≤≰≥≱≲≴≳≵≶≸≷≹≺⊀≻⊁⊂⊄⊃⊅⊆⊈⊇⊉⊢⊬⊨⊭⊩⊮⊫⊯≼⋠≽⋡⊑⋢⊒⋣⊲⋪⊳⋫⊴⋬"
                + "⊵⋭"
        ),
        ("\u{0342}", "ἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯαᾶ¨῁ηῆ᾿῏ιῖϊῗ῾῟υῦϋῧωῶ"),
        (
            "\u{0345}",
            "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬ"
                + "ὭᾭὮᾮὯᾯὰᾲαᾳάᾴᾶᾷΑᾼὴῂηῃήῄῆῇΗῌὼῲωῳώῴῶῷΩῼ"
        ),
        (
            "\u{3099}",
            "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞ"
                + "カガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトド"
                + "ハバヒビフブヘベホボウヴワヷヰヸヱヹヲヺヽヾ"
        ),
        ("\u{309A}", "はぱひぴふぷへぺほぽハパヒピフプヘペホポ"),
    ]

    /// The scalars that stand for one other scalar (singleton decompositions), but for Han characters.
    static let singletons: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{0340}": "\u{0300}",  // combining grave tone mark, made for Vietnamese, then deprecated
        "\u{0341}": "\u{0301}",  // combining acute tone mark, likewise
        "\u{2126}": "\u{03A9}",  // ohm sign: as Greek omega it is in the GSM alphabet
        "\u{0343}": "\u{0313}", "\u{0374}": "\u{02B9}", "\u{037E}": "\u{003B}", "\u{0387}": "\u{00B7}",
        "\u{1F71}": "\u{03AC}", "\u{1F73}": "\u{03AD}", "\u{1F75}": "\u{03AE}", "\u{1F77}": "\u{03AF}",
        "\u{1F79}": "\u{03CC}", "\u{1F7B}": "\u{03CD}", "\u{1F7D}": "\u{03CE}", "\u{1FBB}": "\u{0386}",
        "\u{1FBE}": "\u{03B9}", "\u{1FC9}": "\u{0388}", "\u{1FCB}": "\u{0389}", "\u{1FD3}": "\u{0390}",
        "\u{1FDB}": "\u{038A}", "\u{1FE3}": "\u{03B0}", "\u{1FEB}": "\u{038E}", "\u{1FEE}": "\u{0385}",
        "\u{1FEF}": "\u{0060}", "\u{1FF9}": "\u{038C}", "\u{1FFB}": "\u{038F}", "\u{1FFD}": "\u{00B4}",
        "\u{2000}": "\u{2002}", "\u{2001}": "\u{2003}", "\u{212A}": "\u{004B}", "\u{212B}": "\u{00C5}",
        "\u{2329}": "\u{3008}", "\u{232A}": "\u{3009}",
    ]

    /// A base scalar and the mark after it.
    struct Pair: Hashable, Sendable {
        let base: Unicode.Scalar
        let mark: Unicode.Scalar
    }
}
