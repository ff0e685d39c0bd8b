/** What users rely on, tried on the running application. */
@NullMarked
package io.tallybook.app.acceptance;

import org.jspecify.annotations.NullMarked;
