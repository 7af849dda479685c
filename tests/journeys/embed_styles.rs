//! The styles of a page around, and the theme and the language that a portal hands over.

use serde::Deserialize;
use thirtyfour::prelude::*;

use crate::data::unlicensed;
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{german_users, say};

/// Takes away every rule of the hostile sheet but the last two, which give the stage its place.
const TAME: &str = "const sheet = [...window.document.styleSheets].find(({ href }) => href.endsWith('/hostile.css'));
    while (sheet.cssRules.length > 2) sheet.deleteRule(0)";

/// In how many values of red, green and blue two pictures differ by more than rounding.
const DIFFERENCE: &str = "return (async (pictures) => {
    const pixels = async (picture) => {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        return canvas.getImageData(0, 0, image.width, image.height).data;
    };
    const [one, two] = await Promise.all(pictures.map(pixels));
    return one.length === two.length ? one.filter((each, at) => Math.abs(each - two[at]) > 2).length : one.length;
})([...arguments])";
/// Every element with a sum of all its computed styles.
const STYLES: &str = "return [...document.querySelectorAll('*')].map((each) => {
    const style = getComputedStyle(each);
    const text = [...style].map((name) => style.getPropertyValue(name)).join();
    const sum = [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) | 0, 0);
    return `${each.localName} ${each.getAttribute('class')} ${sum}`;
})";
/// Chromium draws a glyph or a corner on half a pixel in more than one way. A style would move far more.
const RASTER: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn hostile_styles_change_no_pixel_of_the_element() {
    journey(account_of(40), async |page| {
        let hostile = views(page, false).await;
        let tame = views(page, true).await;
        page.leave_shadow();
        for (at, (hostile, tame)) in hostile.iter().zip(&tame).enumerate() {
            let styles = hostile.styles.iter().zip(&tame.styles);
            let different: Vec<_> = styles.filter(|(hostile, tame)| hostile != tame).collect();
            assert!(different.is_empty(), "view {at}: {different:?}");
            assert_eq!(hostile.styles.len(), tame.styles.len());
            let given = vec![
                hostile.picture.as_str().into(),
                tame.picture.as_str().into(),
            ];
            let differing: usize = page.read_with(DIFFERENCE, given).await;
            println!("picture {at} differs in {differing} values");
            assert!(
                differing <= RASTER,
                "picture {at} differs in {differing} values"
            );
        }
    })
    .await;
}

/// How a view looks.
struct View {
    picture: String,
    styles: Vec<String>,
}

async fn view(page: &Page) -> View {
    View {
        picture: page.picture().await,
        styles: page.read(STYLES).await,
    }
}

/// The list, a draft and the review.
async fn views(page: &Page, is_tame: bool) -> [View; 3] {
    page.leave_shadow();
    page.open("/embedding/hostile").await;
    if is_tame {
        page.read::<()>(TAME).await;
    }
    page.enter_shadow().await;
    page.is_ready().await;
    // The time of the load differs from one picture to the next.
    page.read::<()>("document.querySelector('.loaded').textContent = ''")
        .await;
    let list = view(page).await;
    let user = unlicensed(&page.db(), "meet").swap_remove(0);
    page.choose_license(&user.email, "Meet").await;
    eventually_eq!(page.bar().await.is_some(), true);
    let draft = view(page).await;
    page.open_review().await;
    let review = view(page).await;
    page.press(Key::Escape).await;
    page.click_button(say("bar.discard")).await;
    eventually_eq!(page.bar().await.is_none(), true);
    [list, draft, review]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_style_of_the_element_leaves_it() {
    journey(account_of(12), async |page| {
        page.open_bare(&page.origins()[0]).await;
        let look = "return JSON.stringify([...document.querySelectorAll('body, body *:not(license-management)')].map((each) =>
            [...getComputedStyle(each)].map((name) => getComputedStyle(each).getPropertyValue(name))
            .filter((_, at, all) => !/size|height|origin|inset/.test(getComputedStyle(each)[at]))))";
        let sheets = "return document.styleSheets.length + document.adoptedStyleSheets.length";
        let before: (String, usize) = (page.read(look).await, page.read(sheets).await);
        let begin = "await importInPage('/app/license-management.js');
            const licenses = document.createElement('license-management');
            licenses.style.position = 'fixed';
            const ready = new Promise((resolve) => {
              const tell = (message) => message.type === 'ready' && resolve();
              configuration().then((given) => (licenses.config = { ...given, base, token, tell }));
            });
            stage.parentElement.parentElement.append(licenses);
            await ready; licenses.hidden = true; await frames(2)";
        page.run::<()>(begin).await;
        assert_eq!(page.read::<usize>(sheets).await, before.1);
        assert!(page.read::<String>(look).await == before.0, "the page around looks different");
    })
    .await;
}

#[derive(Deserialize, Debug)]
struct Switched {
    milliseconds: f64,
    colour: String,
    scheme: String,
    count: String,
    focused: bool,
    caret: (usize, usize),
    ticked: usize,
    same_page: bool,
}

const SWITCH: &str = r#"
const root = document.querySelector('#stage').firstElementChild;
const page = root.shadowRoot ?? document;
const search = () => page.querySelector('input[type=search]');
search().focus();
search().setSelectionRange(1, 2);
const began = performance.now();
await handle.update({ locale: 'de-DE', theme: { scheme: 'dark', tokens: { '--lm-accent': 'rgb(1, 2, 3)' } } });
await frames(2);
const milliseconds = performance.now() - began;
const style = getComputedStyle(page.querySelector('.license-management'));
return {
  milliseconds,
  colour: getComputedStyle(page.querySelector('a.guide')).color,
  scheme: style.colorScheme,
  count: page.querySelector('[role=search] .count').textContent,
  focused: (root.shadowRoot ?? document).activeElement === search(),
  caret: [search().selectionStart, search().selectionEnd],
  ticked: page.querySelectorAll('tbody input:checked').length,
  same_page: window.marked === true,
};
"#;

#[tokio::test(flavor = "multi_thread")]
async fn theme_and_language_change_at_once_and_keep_focus_and_selection() {
    journey(account_of(1100), async |page| {
        for place in ["div", "license-management"] {
            page.leave_shadow();
            page.open_bare(&page.origins()[0]).await;
            let begin = format!(
                "const {{ mount }} = await importInPage('/app/license-management.js');
                window.marked = true;
                const box = document.createElement('{place}');
                stage.append(box);
                const config = {{ ...(await configuration()), base, token, locale: 'en-US' }};
                if (box.shadowRoot) {{ box.config = config; window.handle = box; }}
                else window.handle = await mount(box, config)"
            );
            page.run::<()>(&begin).await;
            if place == "license-management" {
                page.enter_shadow().await;
            }
            page.is_ready().await;
            page.search("an").await;
            let emails = page.emails().await;
            page.tick(&emails[0]).await;
            page.tick(&emails[2]).await;
            page.leave_shadow();
            let seen: Switched = page.run(SWITCH).await;
            println!("{place}: theme and language after {} ms", seen.milliseconds);
            assert_eq!(
                (seen.colour.as_str(), seen.scheme.as_str()),
                ("rgb(1, 2, 3)", "dark")
            );
            assert!(
                seen.count.contains(&german_users("1.100")),
                "{}",
                seen.count
            );
            assert_eq!(
                (seen.focused, seen.caret, seen.ticked, seen.same_page),
                (true, (1, 2), 2, true)
            );
        }
    })
    .await;
}
