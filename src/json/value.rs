//! A JSON text as a tree. The browser reads the text: a reader of our own would weigh more than all that it reads.

/// A value of JSON.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// Any number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object.
    Object(Fields),
}

/// The fields of an object, in their order.
#[derive(Clone, PartialEq, Debug)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find_map(|(own, value)| (own == name).then_some(value))
    }

    /// The value of a field, which is no longer there afterwards.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.names().position(|own| own == name)?;
        Some(self.0.remove(at).1)
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl Value {
    /// Reads a text.
    ///
    /// # Errors
    /// Where the text is no JSON, and why, in the words of the reader; or that it is nested too deeply for the stack.
    pub fn parse(text: &str) -> Result<Self, String> {
        if depth(text) > DEEPEST {
            return Err("it is nested too deeply".into());
        }
        platform::parse(text)
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The number, if it is one that counts something.
    pub fn as_count(&self) -> Option<u32> {
        match self {
            Self::Number(number) => {
                let count = *number as u32;
                (f64::from(count) == *number).then_some(count)
            }
            _ => None,
        }
    }

    /// The value of a field, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(fields) => fields.get(name),
            _ => None,
        }
    }
}

/// Lists and objects within each other, at most.
const DEEPEST: usize = 64;

/// How deeply lists and objects are nested, at most; of a text that is no JSON, anything.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::{Array, Error, JSON, Object};
    use wasm_bindgen::{JsCast, JsValue};

    use super::{Fields, Value};

    pub(super) fn parse(text: &str) -> Result<Value, String> {
        match JSON::parse(text) {
            Ok(value) => Ok(read(&value)),
            Err(error) => Err(String::from(error.unchecked_ref::<Error>().message())),
        }
    }

    fn read(value: &JsValue) -> Value {
        if let Some(text) = value.as_string() {
            Value::Text(text)
        } else if let Some(number) = value.as_f64() {
            Value::Number(number)
        } else if let Some(truth) = value.as_bool() {
            Value::Truth(truth)
        } else if let Some(items) = value.dyn_ref::<Array>() {
            Value::List(items.iter().map(|item| read(&item)).collect())
        } else if let Some(object) = value.dyn_ref::<Object>() {
            let field = |entry: JsValue| {
                let entry: Array = entry.unchecked_into();
                (
                    entry.get(0).as_string().unwrap_or_default(),
                    read(&entry.get(1)),
                )
            };
            Value::Object(Fields(Object::entries(object).iter().map(field).collect()))
        } else {
            Value::Null
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::{Fields, Value};

    pub(super) fn parse(text: &str) -> Result<Value, String> {
        serde_json::from_str(text)
            .map(read)
            .map_err(|error| error.to_string())
    }

    fn read(value: serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(truth) => Value::Truth(truth),
            serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
            serde_json::Value::String(text) => Value::Text(text),
            serde_json::Value::Array(items) => Value::List(items.into_iter().map(read).collect()),
            serde_json::Value::Object(fields) => Value::Object(Fields(
                fields
                    .into_iter()
                    .map(|(name, value)| (name, read(value)))
                    .collect(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_count_is_whole_and_not_negative() {
        let counts = [
            ("7", Some(7)),
            ("0", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("1e30", None),
        ];
        for (text, count) in counts {
            assert_eq!(Value::parse(text).unwrap().as_count(), count, "{text}");
        }
    }

    #[test]
    fn what_is_nested_too_deeply_is_an_error() {
        let nested = |open: &str, close: &str, n: usize| {
            let text = format!("{}1{}", open.repeat(n), close.repeat(n));
            Value::parse(&text)
        };
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"]}\":", "}]")] {
            assert!(nested(open, close, 32).is_ok(), "{open}");
            for n in [65, 100_000] {
                let error = nested(open, close, n).unwrap_err();
                assert_eq!(error, "it is nested too deeply", "{open}");
            }
        }
        assert!(Value::parse(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn brackets_side_by_side_or_in_texts_are_not_nested() {
        let side_by_side = format!("[{}[]]", "[],".repeat(1000));
        let in_texts = format!(r#"["{}","\\","\"{}"]"#, "[".repeat(1000), "{".repeat(1000));
        for text in [side_by_side, in_texts] {
            assert!(Value::parse(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_field_that_is_taken_is_gone() {
        let Ok(Value::Object(mut fields)) = Value::parse(r#"{"a":[1],"b":null}"#) else {
            panic!("no object");
        };
        assert_eq!(fields.take("a"), Value::parse("[1]").ok());
        assert_eq!(fields.take("a"), None);
        assert_eq!(fields.get("b"), Some(&Value::Null));
    }
}
