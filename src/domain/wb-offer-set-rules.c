/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of offers (reference/retino-api.md B.5), all problems at once. The editor, the command
 * line and the service judge by this one function, so they cannot disagree.
 *
 * Two sorts of rules: what a value must look like holds always, drafts included; what must be there
 * holds only for a tool that is on. */

#include "config.h"

#include "wb-offer-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-merchant-store.h"
#include "wb-plain-text.h"

#define COUPON "tools.coupon"
#define CALL "tools.call_request"
#define BANNER "tools.banner"

#define AMOUNT_MAX 1000000
#define PERCENT_MAX 100
#define PERCENT_DIGITS 2
#define VALIDITY_DAYS_MAX 365
#define URL_BYTES_MAX 2048
/* What a currency we do not know is read with; that it is not known is said apart. */
#define DIGITS_UNKNOWN 4

static gint64
scale (int digits)
{
  gint64 factor = 1;

  for (; digits > 0; digits--)
    factor *= 10;

  return factor;
}

/* What a number may be. */
typedef struct
{
  int digits;
  gint64 max;
  gboolean may_be_zero;
} NumberRule;

/* Whether @text keeps to @rule; what is wrong with it is added at @path. */
static void
check_number (GPtrArray        *problems,
              const char       *path,
              const char       *text,
              const NumberRule *rule)
{
  g_autoptr (GError) error = NULL;
  gint64 scaled = 0;
  const char *code = NULL;
  const char *message = NULL;

  if (!wb_decimal_parse (text, rule->digits, &scaled, &error)) {
    code = "invalid";
    message = error->message;
    if (error->code == WB_MONEY_ERROR_NEGATIVE)
      code = rule->may_be_zero ? "negative" : "not_positive";
    else if (error->code == WB_MONEY_ERROR_TOO_MANY_DIGITS)
      code = "too_many_digits";
    else if (error->code == WB_MONEY_ERROR_OVERFLOW)
      code = "too_large";
  } else if (scaled > rule->max * scale (rule->digits)) {
    code = "too_large";
  } else if (scaled == 0 && !rule->may_be_zero) {
    code = "not_positive";
  }

  if (!code)
    return;
  if (strcmp (code, "not_positive") == 0)
    message = _ ("Enter an amount above zero.");
  else if (strcmp (code, "too_large") == 0)
    message = rule->max == PERCENT_MAX ? _ ("Enter at most 100 percent.")
                                       : _ ("Enter at most 1,000,000.");
  wb_problems_add (problems, code, message, "%s", path);
}

static gboolean
is_known_kind (const char *kind)
{
  return g_strcmp0 (kind, WB_COUPON_KIND_FIXED) == 0 ||
         g_strcmp0 (kind, WB_COUPON_KIND_PERCENT) == 0;
}

/* The value of one row: above zero, and a percentage at most 100. */
static void
check_amount_value (GPtrArray            *problems,
                    const WbCouponAmount *amount,
                    guint                 index,
                    int                   digits)
{
  g_autofree char *path = g_strdup_printf (COUPON ".amounts[%u].amount", index);
  NumberRule fixed = { digits, AMOUNT_MAX, FALSE };
  NumberRule percent = { PERCENT_DIGITS, PERCENT_MAX, FALSE };

  check_number (problems, path, amount->amount,
                g_strcmp0 (amount->kind, WB_COUPON_KIND_PERCENT) == 0 ? &percent : &fixed);
}

static void
check_kind (GPtrArray            *problems,
            const WbOfferSet     *self,
            const WbOfferContext *context,
            guint                 index)
{
  const WbCouponAmount *first = g_ptr_array_index (self->amounts, 0);
  const WbCouponAmount *amount = g_ptr_array_index (self->amounts, index);
  gboolean is_percent = g_strcmp0 (amount->kind, WB_COUPON_KIND_PERCENT) == 0;
  gint64 percent = 0;
  gint64 first_percent = 0;

  if (!is_known_kind (amount->kind) && !context->keep_unknown_kinds)
    wb_problems_add (problems, "kind_unknown", _ ("Choose a fixed amount or a percentage."),
                     COUPON ".amounts[%u].kind", index);

  if (g_strcmp0 (amount->kind, first->kind) != 0) {
    wb_problems_add (problems, "kind_mixed",
                     _ ("Choose a fixed amount or a percentage for all currencies."),
                     COUPON ".amounts[%u].kind", index);
    return;
  }

  if (is_percent && wb_decimal_parse (amount->amount, PERCENT_DIGITS, &percent, NULL) &&
      wb_decimal_parse (first->amount, PERCENT_DIGITS, &first_percent, NULL) &&
      percent != first_percent)
    wb_problems_add (problems, "amount_mixed",
                     _ ("Enter the same percentage for all currencies."),
                     COUPON ".amounts[%u].amount", index);
}

/* The row's currency: known, not given twice and, when coupons are issued, one that they can be
 * issued in. */
static void
check_currency (GPtrArray         *problems,
                const WbOfferSet  *self,
                const char *const *issuable,
                guint              index)
{
  const WbCouponAmount *amount = g_ptr_array_index (self->amounts, index);

  if (wb_currency_digits (amount->currency) < 0) {
    wb_problems_add (problems, "currency_unknown", _ ("This currency is not known."),
                     COUPON ".amounts[%u].currency", index);
    return;
  }

  if (wb_offer_set_find_amount (self, amount->currency) != amount)
    wb_problems_add (problems, "currency_duplicate",
                     _ ("This currency has an amount already. Remove one of them."),
                     COUPON ".amounts[%u].currency", index);
  else if (issuable && !g_strv_contains (issuable, amount->currency))
    wb_problems_add (problems, "currency_unknown",
                     _ ("No connected shop issues coupons in this currency. Remove it."),
                     COUPON ".amounts[%u].currency", index);
}

static void
check_amounts (GPtrArray            *problems,
               const WbOfferSet     *self,
               const WbOfferContext *context,
               const char *const    *issuable)
{
  for (guint i = 0; i < self->amounts->len; i++) {
    const WbCouponAmount *amount = g_ptr_array_index (self->amounts, i);
    int digits = wb_currency_digits (amount->currency);

    if (digits < 0)
      digits = DIGITS_UNKNOWN;

    check_currency (problems, self, issuable, i);
    check_kind (problems, self, context, i);
    /* What an amount of a kind we do not know may be, only its server knows. */
    if (!is_known_kind (amount->kind))
      continue;
    if (amount->amount && amount->amount[0] != '\0')
      check_amount_value (problems, amount, i, digits);
    else if (self->coupon_enabled)
      wb_problems_add (problems, "amount_missing", _ ("Enter an amount."),
                       COUPON ".amounts[%u].amount", i);
    if (amount->min_order_value && amount->min_order_value[0] != '\0') {
      g_autofree char *path = g_strdup_printf (COUPON ".amounts[%u].min_order_value", i);
      NumberRule minimum = { digits, AMOUNT_MAX, TRUE };

      check_number (problems, path, amount->min_order_value, &minimum);
    }
  }
}

static void
check_amounts_complete (GPtrArray         *problems,
                        const WbOfferSet  *self,
                        const char *const *issuable)
{
  for (gsize i = 0; issuable[i]; i++) {
    g_autofree char *message = NULL;

    if (wb_offer_set_find_amount (self, issuable[i]))
      continue;

    /* Translators: %s is a currency code such as EUR */
    message = g_strdup_printf (_ ("Enter an amount in %s."), issuable[i]);
    wb_problems_add (problems, "amount_missing", message, COUPON ".amounts");
  }
}

static void
check_placements (GPtrArray    *problems,
                  gboolean      enabled,
                  WbPlacements  chosen,
                  const char   *tool)
{
  if (enabled && chosen == WB_PLACEMENT_NONE)
    wb_problems_add (problems, "placement_required", _ ("Choose at least one place to show it."),
                     "%s.placements", tool);
}

static void
check_coupon (GPtrArray            *problems,
              const WbOfferSet     *self,
              const WbOfferContext *context)
{
  g_auto (GStrv) currencies = wb_merchant_stores_coupon_currencies (context->stores);
  const char *const *issuable = NULL;
  gboolean has_shop = FALSE;

  for (guint i = 0; context->stores && i < context->stores->len && !has_shop; i++)
    has_shop = ((WbMerchantStore *) g_ptr_array_index (context->stores, i))->supports_coupons;

  check_placements (problems, self->coupon_enabled, self->coupon_placements, COUPON);
  /* Without a shop every currency would be surplus; saying so once is enough. */
  if (self->coupon_enabled && has_shop)
    issuable = (const char *const *) currencies;
  else if (self->coupon_enabled)
    wb_problems_add (problems, "platform_unsupported",
                     _ ("Connect a shop that can issue coupons first."), COUPON ".enabled");

  check_amounts (problems, self, context, issuable);
  if (issuable)
    check_amounts_complete (problems, self, issuable);

  if ((self->coupon_enabled || self->validity_days != -1) &&
      (self->validity_days < 1 || self->validity_days > VALIDITY_DAYS_MAX))
    wb_problems_add (problems, "out_of_range", _ ("Enter 1 to 365 days."),
                     COUPON ".validity_days");
}

static void
check_call (GPtrArray            *problems,
            const WbOfferSet     *self,
            const WbOfferContext *context)
{
  const WbLangText *texts = self->call_text;
  const char *required = context->default_language;

  check_placements (problems, self->call_enabled, self->call_placements, CALL);

  for (guint i = 0; i < texts->texts->len; i++) {
    const char *language = g_ptr_array_index (texts->languages, i);
    const char *text = g_ptr_array_index (texts->texts, i);
    const char *dot = language[0] == '\0' ? "" : ".";

    if (self->call_enabled && wb_text_is_blank (text))
      wb_problems_add (problems, "text_required", _ ("Enter a text."), CALL ".text%s%s", dot,
                       language);
    if (g_utf8_strlen (text, -1) > WB_CALL_TEXT_CHARS_MAX)
      wb_problems_add (problems, "too_long", _ ("Enter at most 500 characters."),
                       CALL ".text%s%s", dot, language);
    if (wb_text_has_markup (text))
      wb_problems_add (problems, "markup", _ ("Enter plain text without tags."), CALL ".text%s%s",
                       dot, language);
  }

  if (!self->call_enabled)
    return;
  if (required && !wb_lang_text_get (texts, required))
    wb_problems_add (problems, "text_required",
                     _ ("Enter a text in the default language."), CALL ".text.%s", required);
  else if (!required && texts->texts->len == 0)
    wb_problems_add (problems, "text_required", _ ("Enter a text."), CALL ".text");
}

static gboolean
is_https_url (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  if (strlen (url) > URL_BYTES_MAX || !g_utf8_validate (url, -1, NULL))
    return FALSE;
  for (const char *p = url; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  }

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  /* A name before an @ makes customers believe they go to another shop. */
  return uri && g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") == 0 &&
         g_uri_get_host (uri) && g_uri_get_host (uri)[0] != '\0' && !g_uri_get_userinfo (uri);
}

static void
check_banner (GPtrArray            *problems,
              const WbOfferSet     *self,
              const WbOfferContext *context)
{
  const char *url = self->banner_target_url;
  gboolean archived = FALSE;

  check_placements (problems, self->banner_enabled, self->banner_placements, BANNER);

  if (self->banner_enabled) {
    if (!self->banner || self->banner[0] == '\0' ||
        (context->banner_exists &&
         !context->banner_exists (self->banner, &archived, context->banner_data)))
      wb_problems_add (problems, "banner_required", _ ("Choose a banner."), BANNER ".banner");
    else if (archived)
      wb_problems_add (problems, "banner_archived",
                       _ ("This banner is archived. Choose another one."), BANNER ".banner");
  }

  if (url && url[0] != '\0' ? !is_https_url (url) : self->banner_enabled)
    wb_problems_add (problems, "url_invalid",
                     _ ("Enter a whole address that starts with https://."),
                     BANNER ".target_url");
}

/**
 * wb_offer_set_validate:
 * @self: a set
 * @context: what it is judged by
 *
 * Judges a set by every rule of reference/retino-api.md B.5. Besides the codes of that table:
 * `invalid` for what is no number, `kind_unknown` (unless the context keeps unknown kinds),
 * `amount_mixed` for percentages that differ, `markup` for a text with tags. Any thread.
 *
 * Returns: (transfer full) (element-type WbProblem): all problems in the order of the JSON; empty
 *   when there is none
 */
GPtrArray *
wb_offer_set_validate (const WbOfferSet     *self,
                       const WbOfferContext *context)
{
  GPtrArray *problems;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (context, NULL);

  problems = wb_problems_new ();
  check_coupon (problems, self, context);
  check_call (problems, self, context);
  check_banner (problems, self, context);

  return problems;
}
