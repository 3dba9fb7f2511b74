/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of Shopify, word by word. Nothing that the schema deprecates; customers and e-mail
 * addresses only when the shop lets us see them, since one refused field refuses the whole answer.
 * */

#include "config.h"

#include "wb-shopify-documents.h"

/* All of a coupon that decides what it is worth, to whom and until when. Two codes are enough to
 * see that there is more than one. */
#define BASIC                                                                                      \
  "fragment Basic on DiscountCodeBasic {"                                                          \
  " title status startsAt endsAt updatedAt usageLimit asyncUsageCount tags"                        \
  " combinesWith { orderDiscounts productDiscounts shippingDiscounts }"                            \
  " codes(first: 2) { nodes { code } }"                                                            \
  " context {"                                                                                     \
  " __typename"                                                                                    \
  " ... on DiscountCustomers @include(if: $customers) {"                                           \
  " customers { id defaultEmailAddress { emailAddress } } }"                                       \
  " }"                                                                                             \
  " minimumRequirement {"                                                                          \
  " __typename"                                                                                    \
  " ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount currencyCode } }"       \
  " }"                                                                                             \
  " customerGets {"                                                                                \
  " items { __typename }"                                                                          \
  " value {"                                                                                       \
  " __typename"                                                                                    \
  " ... on DiscountPercentage { percentage }"                                                      \
  " ... on DiscountAmount { amount { amount currencyCode } appliesOnEachItem }"                    \
  " } } }"

#define COUPON                                                                                     \
  "fragment Coupon on DiscountCodeNode { id codeDiscount { __typename ...Basic } } " BASIC

static const char check_text[] =
  "query WinbackCheck {"
  " shop { name myshopifyDomain currencyCode ianaTimezone taxesIncluded }"
  " publicApiVersions { handle supported }"
  " currentAppInstallation { accessScopes { handle } }"
  " }";

static const char create_text[] =
  "mutation WinbackCreate($input: DiscountCodeBasicInput!, $customers: Boolean!) {"
  " discountCodeBasicCreate(basicCodeDiscount: $input) {"
  " codeDiscountNode { ...Coupon }"
  " userErrors { field message code }"
  " } } " COUPON;

static const char by_code_text[] =
  "query WinbackByCode($code: String!, $customers: Boolean!) {"
  " codeDiscountNodeByCode(code: $code) { ...Coupon }"
  " } " COUPON;

static const char by_id_text[] =
  "query WinbackById($id: ID!, $customers: Boolean!) {"
  " codeDiscountNode(id: $id) { ...Coupon }"
  " } " COUPON;

static const char delete_text[] =
  "mutation WinbackDelete($id: ID!) {"
  " discountCodeDelete(id: $id) {"
  " deletedCodeDiscountId"
  " userErrors { field message code }"
  " } }";

static const char deactivate_text[] =
  "mutation WinbackDeactivate($id: ID!) {"
  " discountCodeDeactivate(id: $id) {"
  " codeDiscountNode {"
  " id"
  " codeDiscount { __typename ... on DiscountCodeBasic { status endsAt asyncUsageCount } }"
  " }"
  " userErrors { field message code }"
  " } }";

static const char coupons_text[] =
  "query WinbackCoupons($first: Int!, $after: String, $query: String,"
  " $sort: DiscountSortKeys!, $customers: Boolean!) {"
  " discountNodes(first: $first, after: $after, query: $query, sortKey: $sort) {"
  " nodes { id discount { __typename ...Basic } }"
  " pageInfo { hasNextPage endCursor }"
  " } } " BASIC;

static const char orders_text[] =
  "query WinbackOrders($first: Int!, $after: String, $query: String, $email: Boolean!) {"
  " orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {"
  " nodes {"
  " id name createdAt updatedAt cancelledAt test displayFinancialStatus discountCodes"
  " email @include(if: $email)"
  " totalPriceSet { shopMoney { amount currencyCode } }"
  " currentTotalPriceSet { shopMoney { amount currencyCode } }"
  " totalRefundedSet { shopMoney { amount currencyCode } }"
  " totalDiscountsSet { shopMoney { amount currencyCode } }"
  " discountApplications(first: 2) { nodes { __typename } }"
  " }"
  " pageInfo { hasNextPage endCursor }"
  " } }";

static const char customer_text[] =
  "query WinbackCustomer($identifier: CustomerIdentifierInput!) {"
  " customerByIdentifier(identifier: $identifier) {"
  " id"
  " defaultEmailAddress { emailAddress }"
  " } }";

static const struct
{
  const char *name;
  double cost;
  const char *text;
} documents[] = {
  [WB_SHOPIFY_CHECK] = { "WinbackCheck", 20, check_text },
  [WB_SHOPIFY_CREATE] = { "WinbackCreate", 40, create_text },
  [WB_SHOPIFY_BY_CODE] = { "WinbackByCode", 30, by_code_text },
  [WB_SHOPIFY_BY_ID] = { "WinbackById", 30, by_id_text },
  [WB_SHOPIFY_DELETE] = { "WinbackDelete", 10, delete_text },
  [WB_SHOPIFY_DEACTIVATE] = { "WinbackDeactivate", 12, deactivate_text },
  [WB_SHOPIFY_COUPONS] = { "WinbackCoupons", 500, coupons_text },
  [WB_SHOPIFY_ORDERS] = { "WinbackOrders", 500, orders_text },
  [WB_SHOPIFY_CUSTOMER] = { "WinbackCustomer", 4, customer_text },
};

G_STATIC_ASSERT (G_N_ELEMENTS (documents) == WB_N_SHOPIFY_DOCUMENTS);

/**
 * wb_shopify_document_name:
 * @document: a document
 *
 * Returns: its operation's name
 */
const char *
wb_shopify_document_name (WbShopifyDocument document)
{
  g_return_val_if_fail (document < WB_N_SHOPIFY_DOCUMENTS, NULL);

  return documents[document].name;
}

/**
 * wb_shopify_document_text:
 * @document: a document
 *
 * Returns: what is sent as "query"
 */
const char *
wb_shopify_document_text (WbShopifyDocument document)
{
  g_return_val_if_fail (document < WB_N_SHOPIFY_DOCUMENTS, NULL);

  return documents[document].text;
}

/**
 * wb_shopify_document_cost:
 * @document: a document
 *
 * What Shopify takes for it is known only from its first answer; until then this much is waited
 * for, which is more than any recorded one of its kind asked for.
 *
 * Returns: points
 */
double
wb_shopify_document_cost (WbShopifyDocument document)
{
  g_return_val_if_fail (document < WB_N_SHOPIFY_DOCUMENTS, 0);

  return documents[document].cost;
}
