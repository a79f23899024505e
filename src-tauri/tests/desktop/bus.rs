//! What the tray host and the notification server have in common: a name on the bus, and an answer to every call.

use futures_util::StreamExt;
use zbus::{Connection, Message, MessageStream, connection::Builder, message::Type};

/// Joins a bus.
pub(crate) async fn connect(address: &str) -> Connection {
    Builder::address(address).build().await.unwrap()
}

/// Takes a name, and answers all calls to it as long as the connection lives.
pub(crate) async fn serve(
    address: &str,
    name: &str,
    answer: impl Fn(&Message) -> zbus::Result<Option<Message>> + Send + 'static,
) -> Connection {
    let bus = connect(address).await;
    let mut calls = MessageStream::from(&bus);
    bus.request_name(name.to_owned()).await.unwrap();
    let replying = bus.clone();
    tokio::spawn(async move {
        while let Some(Ok(call)) = calls.next().await {
            if call.message_type() == Type::MethodCall {
                let answered = answer(&call).unwrap().unwrap_or_else(|| unknown(&call));
                // Who called may be gone.
                _ = replying.send(&answered).await;
            }
        }
    });
    bus
}

/// What is called: the last part of its interface's name, and its own.
pub(crate) fn called(call: &Message) -> (String, String) {
    let header = call.header();
    let interface = header.interface().map(ToString::to_string).unwrap_or_default();
    let member = header.member().map(ToString::to_string).unwrap_or_default();
    (interface.rsplit('.').next().unwrap_or_default().to_owned(), member)
}

fn unknown(call: &Message) -> Message {
    Message::error(&call.header(), "org.freedesktop.DBus.Error.UnknownMethod").build(&()).unwrap()
}
