/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What can go wrong, as answers (recordings 112 to 119) and as damage. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-time.h"

#include <stdlib.h>
#include <string.h>

/**
 * pretend_fault_in_store:
 * @fault: a fault
 * @request: what came
 * @answer: filled
 *
 * WordPress in trouble: JSON for who asks for it, else a page.
 *
 * Returns: whether @fault is one
 */
gboolean
pretend_fault_in_store (WbPretendWooFault       fault,
                        const WbPretendRequest *request,
                        WbPretendAnswer        *answer)
{
  static const struct {
    WbPretendWooFault fault;
    guint status;
    const char *code;
    const char *message;
    const char *title;
    const char *text;
  } faults[] = {
    { WB_WOO_FAULT_MAINTENANCE, 503, "wp_die",
      "Briefly unavailable for scheduled maintenance. Check back in a minute.", "Maintenance",
      "Briefly unavailable for scheduled maintenance. Check back in a minute." },
    { WB_WOO_FAULT_DATABASE, 500, "wp_die", "<h1>Error establishing a database connection</h1>",
      "Database Error", "<h1>Error establishing a database connection</h1>" },
    { WB_WOO_FAULT_FATAL, 500, "internal_server_error",
      "<p>There has been a critical error on this website.</p><p><a href=\"https://wordpress.org/"
      "documentation/article/faq-troubleshooting/\">Learn more about troubleshooting WordPress.</a>"
      "</p>", "WordPress &rsaquo; Error", "There has been a critical error on this website." },
  };
  const char *accept = g_hash_table_lookup (request->headers, "accept");

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    if (faults[i].fault != fault)
      continue;
    if (accept && strstr (accept, "application/json")) {
      pretend_answer_error (answer, faults[i].status, faults[i].code, faults[i].message);
      g_string_truncate (answer->body, answer->body->len - 1);
      g_string_append (answer->body, ",\"additional_errors\":[]}");
    } else {
      wb_pretend_answer_html (answer, faults[i].status, faults[i].title, faults[i].text);
    }
    if (fault == WB_WOO_FAULT_MAINTENANCE)
      wb_pretend_answer_add_header (answer, "Retry-After", "600");
    return TRUE;
  }

  return FALSE;
}

/**
 * pretend_fault_before_store:
 * @fault: a fault
 * @request: what came
 * @answer: filled
 *
 * Faults that keep a request from the store.
 *
 * Returns: whether @fault is one
 */
gboolean
pretend_fault_before_store (WbPretendWooFault       fault,
                            const WbPretendRequest *request,
                            WbPretendAnswer        *answer)
{
  switch ((int) fault) {
    case WB_WOO_FAULT_HTML_PAGE:
      wb_pretend_answer_html (answer, 403, "Request blocked", "Our firewall does not like this.");
      return TRUE;
    case WB_WOO_FAULT_RATE_LIMITED:
      wb_pretend_answer_html (answer, 429, "Too many requests", "Slow down.");
      wb_pretend_answer_add_header (answer, "Retry-After", "30");
      return TRUE;
    case WB_WOO_FAULT_REDIRECT:
      wb_pretend_answer_html (answer, 301, "Moved", "Moved permanently.");
      wb_pretend_answer_add_header (answer, "Location", "https://shop.example/");
      return TRUE;
    case WB_WOO_FAULT_FAIL_BEFORE:
      return pretend_fault_in_store (WB_WOO_FAULT_FATAL, request, answer);
    default:
      return pretend_fault_in_store (fault, request, answer);
  }
}

/**
 * pretend_fault_spoil:
 * @self: a store with a new coupon
 * @fault: a fault
 *
 * What some plugin did to the newest coupon behind the back of who asked for it.
 */
void
pretend_fault_spoil (WbPretendWoo      *self,
                     WbPretendWooFault  fault)
{
  JsonObject *coupon = g_ptr_array_index (self->coupons, self->coupons->len - 1);
  PretendProblem problem = { 0 };
  g_autoptr (JsonObject) change = json_object_new ();

  if (fault == WB_WOO_FAULT_DROP) {
    g_ptr_array_set_size (self->coupons, (int) self->coupons->len - 1);
    return;
  }
  if (fault == WB_WOO_FAULT_DROP_EMAIL) {
    json_object_set_array_member (change, "email_restrictions", json_array_new ());
  } else if (fault == WB_WOO_FAULT_OTHER_AMOUNT) {
    g_autofree char *amount =
      g_strdup_printf ("%d.00", atoi (json_object_get_string_member (coupon, "amount")) + 1);

    json_object_set_string_member (change, "amount", amount);
  } else if (fault == WB_WOO_FAULT_OTHER_EXPIRY &&
             !json_object_get_null_member (coupon, "date_expires")) {
    gint64 ms = 0;
    g_autofree char *text = NULL;

    pretend_parse_date (json_object_get_string_member (coupon, "date_expires"), self->zone, FALSE,
                        &ms);
    text = pretend_local_text (ms + WB_DAY_MS, self->zone);
    json_object_set_string_member (change, "date_expires", text);
  } else if (fault == WB_WOO_FAULT_DUPLICATE) {
    g_autoptr (JsonObject) copy = pretend_coupon_copy (coupon);

    json_object_remove_member (copy, "id");
    pretend_coupon_put (self, copy);
  }
  pretend_coupon_update (self, coupon, change, &problem);
}
