//! What tabs of one browser tell each other.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// Where the tabs hear each other, until it is dropped.
pub struct Channel {
    channel: BroadcastChannel,
    _heard: Option<Closure<dyn FnMut(MessageEvent)>>,
}

impl Channel {
    /// A channel to speak on; `None`: the browser has none.
    pub fn open(name: &str) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        Some(Self {
            channel,
            _heard: None,
        })
    }

    /// A channel to listen on; `None`: the browser has none.
    pub fn listen(name: &str, mut hear: impl FnMut(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let heard = Closure::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                hear(text);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _heard: Some(heard),
        })
    }

    /// Tells all who listen.
    pub fn say(&self, text: &str) {
        // A text can always be sent.
        let _ = self.channel.post_message(&text.into());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
