/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server or a client sends: the gate, and then every decoder. What one takes, it writes in a
 * form that it takes again, and that says the same. */

#include "fuzz.h"

#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-api-error.h"
#include "wb-wire-banner.h"
#include "wb-wire-coupon.h"
#include "wb-wire-event.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-page.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-ticket.h"
#include "wb-wire-user.h"
#include "wb-wire-write.h"

typedef struct
{
  const char *name;
  WbWireDecodeFunc decode;
  WbWireEncodeFunc encode;  /* (nullable) */
  GDestroyNotify unref;
} Decoder;

#define ONE(prefix)                                                                        \
  { #prefix, (WbWireDecodeFunc) wb_wire_ ## prefix ## _decode,                                 \
    (WbWireEncodeFunc) wb_wire_ ## prefix ## _encode, (GDestroyNotify) wb_ ## prefix ## _unref }

static gpointer
decode_stores (JsonNode  *node,
               GError   **error)
{
  return wb_wire_page_decode (node, (WbWireDecodeFunc) wb_wire_merchant_store_decode,
                              (GDestroyNotify) wb_merchant_store_unref, error);
}

static const Decoder decoders[] = {
  ONE (account),
  ONE (activity),
  ONE (assign_body),
  ONE (banner),
  { "banner create", (WbWireDecodeFunc) wb_wire_banner_create_decode,
    (WbWireEncodeFunc) wb_wire_banner_create_body, (GDestroyNotify) wb_banner_unref },
  ONE (call_request_body),
  ONE (complete_body),
  ONE (coupon),
  ONE (coupon_request),
  { "events", (WbWireDecodeFunc) wb_wire_event_page_decode, NULL,
    (GDestroyNotify) wb_event_page_free },
  ONE (merchant_store),
  ONE (offer_set),
  ONE (picture),
  ONE (reopen_body),
  ONE (reschedule_body),
  { "stores", decode_stores, NULL, (GDestroyNotify) wb_wire_page_free },
  ONE (tag),
  ONE (ticket),
  ONE (ticket_patch),
  ONE (ticket_state),
  ONE (ticket_type),
  ONE (user),
};

static void
check_refused (const Decoder *decoder,
               const GError  *error)
{
  if (!error || error->domain != WB_WIRE_ERROR || !g_utf8_validate (error->message, -1, NULL))
    g_error ("%s refuses without a reason", decoder->name);
}

static void
check_again (const Decoder *decoder,
             gpointer       record)
{
  g_autoptr (JsonNode) once = decoder->encode (record);
  g_autofree char *text = wb_wire_print (once);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) parsed = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, &error);
  g_autoptr (JsonNode) twice = NULL;
  gpointer again = parsed ? decoder->decode (parsed, &error) : NULL;

  if (!again)
    g_error ("%s does not take what it wrote: %s: %s", decoder->name, text, error->message);
  twice = decoder->encode (again);
  decoder->unref (again);
  if (!json_node_equal (once, twice)) {
    g_autofree char *other = wb_wire_print (twice);

    g_error ("%s says another thing: %s became %s", decoder->name, text, other);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = wb_wire_parse ((const char *) data, (gssize) size,
                                             WB_WIRE_MAX_BODY_BYTES, &error);
  g_autoptr (WbApiError) refusal = NULL;

  if (!node) {
    g_assert_true (error && error->domain == WB_WIRE_ERROR);
    return 0;
  }

  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++) {
    g_autoptr (GError) refused = NULL;
    gpointer record = decoders[i].decode (node, &refused);

    if (!record) {
      check_refused (&decoders[i], refused);
      continue;
    }
    g_assert_no_error (refused);
    if (decoders[i].encode)
      check_again (&decoders[i], record);
    decoders[i].unref (record);
  }

  /* An error is told whatever its body is. */
  refusal = wb_wire_api_error_decode (node);
  g_assert_nonnull (refusal);

  return 0;
}
