/** How credit grants come to subscriptions, and what they give to wallets. */
@NullMarked
package io.tallybook.sagas.grants;

import org.jspecify.annotations.NullMarked;
