use proptest::prelude::*;

use super::escaped;

proptest! {
    #[test]
    fn escaped_text_has_no_markup_and_unescapes_to_the_original(text in ".*") {
        let escaped = escaped(&text);
        prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        let unescaped = escaped
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        prop_assert_eq!(unescaped, text);
    }
}
