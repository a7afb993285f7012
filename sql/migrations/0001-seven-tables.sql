-- The contract: exactly the seven tables and the indexes that existing installations have.
-- Later migrations only add.

CREATE TABLE users (
  id SERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT UNIQUE NOT NULL,
  password_hash TEXT NOT NULL,
  created_at TIMESTAMP DEFAULT NOW(),
  updated_at TIMESTAMP DEFAULT NOW()
);
CREATE INDEX idx_users_email ON users(email);

CREATE TABLE daily_sales (
  id SERIAL PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  date DATE NOT NULL,
  product_name VARCHAR(255) NOT NULL,
  quantity_sold INTEGER NOT NULL,
  revenue DECIMAL(10, 2),
  notes TEXT,
  created_at TIMESTAMP DEFAULT NOW()
);
CREATE INDEX idx_daily_sales_user_id ON daily_sales(user_id);
CREATE INDEX idx_daily_sales_date ON daily_sales(date);
CREATE INDEX idx_daily_sales_product ON daily_sales(product_name);

CREATE TABLE forecasts (
  id SERIAL PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  forecast_date DATE NOT NULL,
  product_name VARCHAR(255) NOT NULL,
  predicted_demand INTEGER,
  confidence DECIMAL(4, 3),
  lower_bound INTEGER,
  upper_bound INTEGER,
  actual_demand INTEGER,
  status VARCHAR(50),
  created_at TIMESTAMP DEFAULT NOW()
);
CREATE INDEX idx_forecasts_user_id ON forecasts(user_id);
CREATE INDEX idx_forecasts_date ON forecasts(forecast_date);
CREATE INDEX idx_forecasts_status ON forecasts(status);

CREATE TABLE daily_waste (
  id SERIAL PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  date DATE NOT NULL,
  product_name VARCHAR(255) NOT NULL,
  quantity_wasted INTEGER NOT NULL,
  reason VARCHAR(255),
  cost DECIMAL(10, 2),
  created_at TIMESTAMP DEFAULT NOW()
);
CREATE INDEX idx_daily_waste_user_id ON daily_waste(user_id);
CREATE INDEX idx_daily_waste_date ON daily_waste(date);
CREATE INDEX idx_daily_waste_reason ON daily_waste(reason);

CREATE TABLE password_reset_tokens (
  id SERIAL PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  token TEXT NOT NULL UNIQUE,
  expires_at TIMESTAMP NOT NULL,
  created_at TIMESTAMP DEFAULT NOW(),
  used_at TIMESTAMP DEFAULT NULL
);
CREATE INDEX idx_reset_tokens_user_id ON password_reset_tokens(user_id);
CREATE INDEX idx_reset_tokens_token ON password_reset_tokens(token);
CREATE INDEX idx_reset_tokens_expires ON password_reset_tokens(expires_at);

CREATE TABLE products (
  id SERIAL PRIMARY KEY,
  name VARCHAR(255) NOT NULL UNIQUE,
  category VARCHAR(100),
  unit_cost DECIMAL(10, 2),
  unit_price DECIMAL(10, 2),
  created_at TIMESTAMP DEFAULT NOW()
);
CREATE INDEX idx_products_name ON products(name);

CREATE TABLE audit_logs (
  id SERIAL PRIMARY KEY,
  user_id INTEGER REFERENCES users(id) ON DELETE SET NULL,
  action VARCHAR(255) NOT NULL,
  details JSONB,
  ip_address VARCHAR(45),
  user_agent TEXT,
  created_at TIMESTAMP DEFAULT NOW()
);
CREATE INDEX idx_audit_logs_user_id ON audit_logs(user_id);
CREATE INDEX idx_audit_logs_action ON audit_logs(action);
CREATE INDEX idx_audit_logs_created ON audit_logs(created_at);
