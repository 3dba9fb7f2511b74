/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers read around an offer; see wb-customer-text.h. A number never breaks away from its
 * unit, so a no-break space (written \302\240) stands between them. */

#include "config.h"

#include "wb-customer-text.h"

#define NBSP "\302\240"

typedef struct
{
  const char *language;
  const char *locale;          /* in which its money is written */
  char decimal_point;
  const char *percent;         /* {n} */
  const char *one_day;
  const char *few_days;        /* {n}: 2-4 in Czech and Slovak */
  const char *many_days;       /* {n} */
  const char *title;           /* {value} */
  const char *terms;           /* {days} */
  const char *terms_minimum;   /* {minimum}, {days} */
  const char *texts[WB_N_CUSTOMER_TEXTS];
} Words;

static const Words czech = {
  .language = "cs",
  .locale = "cs_CZ",
  .decimal_point = ',',
  .percent = "{n}" NBSP "%",
  .one_day = "1" NBSP "den",
  .few_days = "{n}" NBSP "dny",
  .many_days = "{n}" NBSP "dní",
  .title = "Sleva {value} na další nákup",
  .terms = "Platí {days}.",
  .terms_minimum = "Při nákupu od {minimum}, platí {days}.",
  .texts = {
    [WB_CUSTOMER_TEXT_CALL_QUESTION] = "Chcete, abychom vám zavolali?",
    [WB_CUSTOMER_TEXT_GET_COUPON] = "Získat kupón",
    [WB_CUSTOMER_TEXT_CALL_ME] = "Zavolejte mi",
    [WB_CUSTOMER_TEXT_YOUR_PHONE] = "Váš telefon",
    [WB_CUSTOMER_TEXT_DONE_TITLE] = "Děkujeme, vaši žádost máme",
    [WB_CUSTOMER_TEXT_DONE_BODY] = "Jakmile bude něco nového, napíšeme vám.",
    [WB_CUSTOMER_TEXT_REQUEST_NUMBER] = "Číslo žádosti:",
    [WB_CUSTOMER_TEXT_TICKET_TITLE] = "Vaše žádost",
    [WB_CUSTOMER_TEXT_STEP_RECEIVED] = "Přijato",
    [WB_CUSTOMER_TEXT_STEP_WORKING] = "Řešíme",
    [WB_CUSTOMER_TEXT_STEP_DONE] = "Vyřízeno",
    [WB_CUSTOMER_TEXT_EMAIL_SUBJECT] = "Novinky k vaší žádosti",
    [WB_CUSTOMER_TEXT_EMAIL_GREETING] = "Dobrý den,",
    [WB_CUSTOMER_TEXT_EMAIL_BODY] = "vaši žádost máme a pracujeme na ní.",
  },
};

static const Words slovak = {
  .language = "sk",
  .locale = "sk_SK",
  .decimal_point = ',',
  .percent = "{n}" NBSP "%",
  .one_day = "1" NBSP "deň",
  .few_days = "{n}" NBSP "dni",
  .many_days = "{n}" NBSP "dní",
  .title = "Zľava {value} na ďalší nákup",
  .terms = "Platí {days}.",
  .terms_minimum = "Pri nákupe od {minimum}, platí {days}.",
  .texts = {
    [WB_CUSTOMER_TEXT_CALL_QUESTION] = "Chcete, aby sme vám zavolali?",
    [WB_CUSTOMER_TEXT_GET_COUPON] = "Získať kupón",
    [WB_CUSTOMER_TEXT_CALL_ME] = "Zavolajte mi",
    [WB_CUSTOMER_TEXT_YOUR_PHONE] = "Váš telefón",
    [WB_CUSTOMER_TEXT_DONE_TITLE] = "Ďakujeme, vašu žiadosť máme",
    [WB_CUSTOMER_TEXT_DONE_BODY] = "Len čo bude niečo nové, napíšeme vám.",
    [WB_CUSTOMER_TEXT_REQUEST_NUMBER] = "Číslo žiadosti:",
    [WB_CUSTOMER_TEXT_TICKET_TITLE] = "Vaša žiadosť",
    [WB_CUSTOMER_TEXT_STEP_RECEIVED] = "Prijaté",
    [WB_CUSTOMER_TEXT_STEP_WORKING] = "Riešime",
    [WB_CUSTOMER_TEXT_STEP_DONE] = "Vybavené",
    [WB_CUSTOMER_TEXT_EMAIL_SUBJECT] = "Novinky k vašej žiadosti",
    [WB_CUSTOMER_TEXT_EMAIL_GREETING] = "Dobrý deň,",
    [WB_CUSTOMER_TEXT_EMAIL_BODY] = "vašu žiadosť máme a pracujeme na nej.",
  },
};

static const Words polish = {
  .language = "pl",
  .locale = "pl_PL",
  .decimal_point = ',',
  .percent = "{n}%",
  .one_day = "1" NBSP "dzień",
  .few_days = "{n}" NBSP "dni",
  .many_days = "{n}" NBSP "dni",
  .title = "Rabat {value} na kolejne zakupy",
  .terms = "Ważny {days}.",
  .terms_minimum = "Przy zakupach od {minimum}, ważny {days}.",
  .texts = {
    [WB_CUSTOMER_TEXT_CALL_QUESTION] = "Czy mamy do Ciebie zadzwonić?",
    [WB_CUSTOMER_TEXT_GET_COUPON] = "Odbierz kupon",
    [WB_CUSTOMER_TEXT_CALL_ME] = "Zadzwońcie do mnie",
    [WB_CUSTOMER_TEXT_YOUR_PHONE] = "Twój numer telefonu",
    [WB_CUSTOMER_TEXT_DONE_TITLE] = "Dziękujemy, mamy Twoje zgłoszenie",
    [WB_CUSTOMER_TEXT_DONE_BODY] = "Napiszemy, gdy tylko będzie coś nowego.",
    [WB_CUSTOMER_TEXT_REQUEST_NUMBER] = "Numer zgłoszenia:",
    [WB_CUSTOMER_TEXT_TICKET_TITLE] = "Twoje zgłoszenie",
    [WB_CUSTOMER_TEXT_STEP_RECEIVED] = "Przyjęte",
    [WB_CUSTOMER_TEXT_STEP_WORKING] = "W toku",
    [WB_CUSTOMER_TEXT_STEP_DONE] = "Zakończone",
    [WB_CUSTOMER_TEXT_EMAIL_SUBJECT] = "Nowości w sprawie zgłoszenia",
    [WB_CUSTOMER_TEXT_EMAIL_GREETING] = "Dzień dobry,",
    [WB_CUSTOMER_TEXT_EMAIL_BODY] = "mamy Twoje zgłoszenie i pracujemy nad nim.",
  },
};

static const Words german = {
  .language = "de",
  .locale = "de_DE",
  .decimal_point = ',',
  .percent = "{n}" NBSP "%",
  .one_day = "1" NBSP "Tag",
  .few_days = "{n}" NBSP "Tage",
  .many_days = "{n}" NBSP "Tage",
  .title = "{value} Rabatt auf Ihre nächste Bestellung",
  .terms = "{days} gültig.",
  .terms_minimum = "Ab {minimum} Bestellwert, {days} gültig.",
  .texts = {
    [WB_CUSTOMER_TEXT_CALL_QUESTION] = "Sollen wir Sie anrufen?",
    [WB_CUSTOMER_TEXT_GET_COUPON] = "Gutschein holen",
    [WB_CUSTOMER_TEXT_CALL_ME] = "Bitte rufen Sie mich an",
    [WB_CUSTOMER_TEXT_YOUR_PHONE] = "Ihre Telefonnummer",
    [WB_CUSTOMER_TEXT_DONE_TITLE] = "Danke, Ihre Anfrage ist angekommen",
    [WB_CUSTOMER_TEXT_DONE_BODY] = "Sobald es etwas Neues gibt, schreiben wir Ihnen.",
    [WB_CUSTOMER_TEXT_REQUEST_NUMBER] = "Nummer der Anfrage:",
    [WB_CUSTOMER_TEXT_TICKET_TITLE] = "Ihre Anfrage",
    [WB_CUSTOMER_TEXT_STEP_RECEIVED] = "Eingegangen",
    [WB_CUSTOMER_TEXT_STEP_WORKING] = "In Arbeit",
    [WB_CUSTOMER_TEXT_STEP_DONE] = "Erledigt",
    [WB_CUSTOMER_TEXT_EMAIL_SUBJECT] = "Neues zu Ihrer Anfrage",
    [WB_CUSTOMER_TEXT_EMAIL_GREETING] = "Guten Tag,",
    [WB_CUSTOMER_TEXT_EMAIL_BODY] = "Ihre Anfrage ist bei uns und wir arbeiten daran.",
  },
};

static const Words english = {
  .language = "en",
  .locale = "en_GB",
  .decimal_point = '.',
  .percent = "{n}%",
  .one_day = "1" NBSP "day",
  .few_days = "{n}" NBSP "days",
  .many_days = "{n}" NBSP "days",
  .title = "{value} off your next order",
  .terms = "Valid for {days}.",
  .terms_minimum = "On orders from {minimum}, valid for {days}.",
  .texts = {
    [WB_CUSTOMER_TEXT_CALL_QUESTION] = "Shall we call you?",
    [WB_CUSTOMER_TEXT_GET_COUPON] = "Get my coupon",
    [WB_CUSTOMER_TEXT_CALL_ME] = "Call me",
    [WB_CUSTOMER_TEXT_YOUR_PHONE] = "Your phone number",
    [WB_CUSTOMER_TEXT_DONE_TITLE] = "Thank you, we have your request",
    [WB_CUSTOMER_TEXT_DONE_BODY] = "We will write as soon as there is news.",
    [WB_CUSTOMER_TEXT_REQUEST_NUMBER] = "Request number:",
    [WB_CUSTOMER_TEXT_TICKET_TITLE] = "Your request",
    [WB_CUSTOMER_TEXT_STEP_RECEIVED] = "Received",
    [WB_CUSTOMER_TEXT_STEP_WORKING] = "In progress",
    [WB_CUSTOMER_TEXT_STEP_DONE] = "Resolved",
    [WB_CUSTOMER_TEXT_EMAIL_SUBJECT] = "News about your request",
    [WB_CUSTOMER_TEXT_EMAIL_GREETING] = "Hello,",
    [WB_CUSTOMER_TEXT_EMAIL_BODY] = "we have your request and are working on it.",
  },
};

static const Words *
find_words (const char *language)
{
  const Words *all[] = { &czech, &slovak, &polish, &german };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    if (g_strcmp0 (all[i]->language, language) == 0)
      return all[i];
  }

  return &english;
}

static char *
fill (const char *pattern,
      const char *name,
      const char *value)
{
  GString *text = g_string_new (pattern);

  g_string_replace (text, name, value, 0);

  return g_string_free (text, FALSE);
}

static char *
format_days (const Words *words,
             int          days)
{
  g_autofree char *number = g_strdup_printf ("%d", days);

  if (days == 1)
    return g_strdup (words->one_day);

  return fill (days >= 2 && days <= 4 ? words->few_days : words->many_days, "{n}", number);
}

/* "12.50" is 12,5 %: a customer is not told cents of a percent that are not there. */
static char *
format_percent (const Words *words,
                const char  *amount)
{
  gint64 hundredths = 0;
  g_autofree char *number = NULL;

  if (!wb_decimal_parse (amount, 2, &hundredths, NULL))
    return fill (words->percent, "{n}", amount);

  if (hundredths % 100 == 0)
    number = g_strdup_printf ("%" G_GINT64_FORMAT, hundredths / 100);
  else if (hundredths % 10 == 0)
    number = g_strdup_printf ("%" G_GINT64_FORMAT "%c%" G_GINT64_FORMAT, hundredths / 100,
                              words->decimal_point, hundredths % 100 / 10);
  else
    number = g_strdup_printf ("%" G_GINT64_FORMAT "%c%02" G_GINT64_FORMAT, hundredths / 100,
                              words->decimal_point, hundredths % 100);

  return fill (words->percent, "{n}", number);
}

static char *
format_money (const Words *words,
              const char  *amount,
              const char  *currency)
{
  WbMoney money = WB_MONEY_NONE;

  if (!wb_money_parse_api (amount, currency, TRUE, &money, NULL))
    return g_strdup_printf ("%s" NBSP "%s", amount, currency);

  return wb_money_format_symbol (&money, words->locale, TRUE);
}

static gboolean
has_minimum (const WbServedOffer *offer)
{
  WbMoney money = WB_MONEY_NONE;

  return wb_money_parse_api (offer->min_order_value, offer->currency, TRUE, &money, NULL) &&
         money.minor > 0;
}

/**
 * wb_customer_text:
 * @id: which sentence
 * @language: (nullable): ISO 639-1; one we have no words in is answered in English
 *
 * Any thread.
 *
 * Returns: (transfer none): the sentence
 */
const char *
wb_customer_text (WbCustomerText  id,
                  const char     *language)
{
  g_return_val_if_fail (id < WB_N_CUSTOMER_TEXTS, "");

  return find_words (language)->texts[id];
}

/**
 * wb_customer_coupon_title:
 * @offer: a coupon
 * @language: (nullable): ISO 639-1; one we have no words in is answered in English
 *
 * What the coupon is worth, money and numbers written as that language does. Any thread.
 *
 * Returns: (transfer full): a heading
 */
char *
wb_customer_coupon_title (const WbServedOffer *offer,
                          const char          *language)
{
  const Words *words = find_words (language);
  g_autofree char *value = NULL;

  g_return_val_if_fail (offer, NULL);
  g_return_val_if_fail (offer->tool == WB_TOOL_COUPON, NULL);

  if (g_strcmp0 (offer->kind, WB_COUPON_KIND_PERCENT) == 0)
    value = format_percent (words, offer->amount);
  else
    value = format_money (words, offer->amount, offer->currency);

  return fill (words->title, "{value}", value);
}

/**
 * wb_customer_coupon_terms:
 * @offer: a coupon
 * @language: (nullable): ISO 639-1; one we have no words in is answered in English
 *
 * From which order on the coupon counts and for how many days. Any thread.
 *
 * Returns: (transfer full): a sentence
 */
char *
wb_customer_coupon_terms (const WbServedOffer *offer,
                          const char          *language)
{
  const Words *words = find_words (language);
  g_autofree char *days = NULL;
  g_autofree char *minimum = NULL;
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (offer, NULL);
  g_return_val_if_fail (offer->tool == WB_TOOL_COUPON, NULL);

  days = format_days (words, offer->validity_days);
  if (!has_minimum (offer))
    return fill (words->terms, "{days}", days);

  minimum = format_money (words, offer->min_order_value, offer->currency);
  sentence = fill (words->terms_minimum, "{days}", days);

  return fill (sentence, "{minimum}", minimum);
}
