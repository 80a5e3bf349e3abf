import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../locales/en';

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const stored = localStorage.getItem('tasklog-language');
const wanted = stored ?? navigator.language.slice(0, 2);

export const i18n = i18next.createInstance();

async function load(language: Language) {
  if (language !== 'de') return;
  const [{ de }, { problems }] = await Promise.all([import('../locales/de'), import('../locales/problems-de')]);
  const named = Object.fromEntries(Object.entries(problems).map(([type, text]) => [`problem.${type}`, text]));
  i18n.addResourceBundle('de', 'translation', { ...de, ...named }, true);
}
type Texts = Record<Language, Record<string, string>>;
const early: Texts[] = [];

/** What a part of the app says, kept beside it. */
export function addTexts(texts: Texts) {
  if (!i18n.isInitialized) return void early.push(texts);
  for (const [language, each] of Object.entries(texts)) i18n.addResourceBundle(language, 'translation', each, true);
}

export async function startI18n() {
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  early.splice(0).forEach(addTexts);
  await setLanguage(wanted in languages ? (wanted as Language) : 'en', false);
}

export async function setLanguage(language: Language, remember = true) {
  await load(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  if (remember) localStorage.setItem('tasklog-language', language);
}
