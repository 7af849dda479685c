//! A channel between tabs of one browser.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// A broadcast channel, closed when dropped.
pub struct Channel {
    channel: BroadcastChannel,
    _heard: Option<Closure<dyn FnMut(MessageEvent)>>,
}

impl Channel {
    /// Opens a channel to send on; `None`: not supported.
    pub fn open(name: &str) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        Some(Self {
            channel,
            _heard: None,
        })
    }

    /// Opens a channel to receive on; `None`: not supported.
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

    /// Sends a text to all other tabs.
    pub fn say(&self, text: &str) {
        // A string can always be cloned.
        let _ = self.channel.post_message(&text.into());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
