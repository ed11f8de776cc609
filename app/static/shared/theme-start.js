// Sets the chosen theme as early as a page can.

import { applyTheme } from "./theme.js";

applyTheme();
